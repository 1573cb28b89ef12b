// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every unit is there twice: packed, which is what the next run reads, and as
 * rows of a table for each record of facts.def, for queries. Both are written
 * in one transaction.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>
#include "base/base.h"
#include "factdb.h"
#include "factpack.h"

#define APPLICATION_ID 0x67666e63	/* "gfnc" */
#define FACTS_NAME "gfncheck.db"
#define BUSY_MS 10000

enum stmt {
	STMT_BEGIN, STMT_COMMIT, STMT_ROLLBACK, STMT_VERSION, STMT_DELETE, STMT_UNIT, STMT_PACK,
	STMT_SAME, STMT_OLD, STMT_FIND,
#define FACT(rec, fields) STMT_##rec,
#include "facts.def"
	NR_STMT
};

struct factdb {
	sqlite3 *sql;
	sqlite3_stmt *stmt[NR_STMT];
	const char *path;
	bool quiet;
	int versions;		/* of a unit that are kept */
	bool broken;		/* nothing more is written */
};

#define COLUMN_S(name) ", \"" #name "\" TEXT NOT NULL"
#define COLUMN_I(name) ", \"" #name "\" INTEGER NOT NULL"
#define DROP(table) "DROP TABLE IF EXISTS \"" table "\";"

static const char schema[] =
#define FACT(rec, fields) DROP(#rec)
#include "facts.def"
	DROP("pack") DROP("unit") DROP("meta")
	"CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE unit (id INTEGER PRIMARY KEY, key TEXT NOT NULL, inputs INTEGER NOT NULL,"
	" build TEXT NOT NULL, name TEXT NOT NULL, module TEXT NOT NULL, status TEXT NOT NULL,"
	" UNIQUE (key, inputs));"
	"CREATE TABLE pack (unit INTEGER PRIMARY KEY REFERENCES unit(id) ON DELETE CASCADE,"
	" sum INTEGER NOT NULL, data BLOB NOT NULL);"
#define FACT(rec, fields)							\
	"CREATE TABLE \"" #rec "\" (unit INTEGER NOT NULL REFERENCES unit(id)"	\
	" ON DELETE CASCADE, \"n\" INTEGER NOT NULL" fields(COLUMN_S, COLUMN_I)	\
	", PRIMARY KEY (unit, n)) WITHOUT ROWID;"
#include "facts.def"
	;

#define MARK(name) ", ?"
static const char *const statement[NR_STMT] = {
	[STMT_BEGIN] = "BEGIN IMMEDIATE",
	[STMT_COMMIT] = "COMMIT",
	[STMT_ROLLBACK] = "ROLLBACK",
	[STMT_VERSION] = "PRAGMA user_version",
	[STMT_DELETE] = "DELETE FROM unit WHERE key = ?",
	[STMT_UNIT] = "INSERT INTO unit (key, build, name, module, status, inputs) VALUES (?, ?, ?, ?, ?, ?)",
	[STMT_SAME] = "DELETE FROM unit WHERE key = ? AND inputs = ?",
	[STMT_OLD] = "DELETE FROM unit WHERE key = ?1 AND id NOT IN"
		     " (SELECT id FROM unit WHERE key = ?1 ORDER BY id DESC LIMIT ?2)",
	[STMT_FIND] = "SELECT key, sum, data FROM unit JOIN pack ON pack.unit = unit.id"
		      " WHERE key = ? ORDER BY unit.id DESC",
	[STMT_PACK] = "INSERT INTO pack (unit, sum, data) VALUES (?, ?, ?)",
#define FACT(rec, fields) [STMT_##rec] = "INSERT INTO \"" #rec "\" VALUES (?, ?" fields(MARK, MARK) ")",
#include "facts.def"
};

static int exec(struct factdb *db, const char *sql)
{
	return sqlite3_exec(db->sql, sql, NULL, NULL, NULL);
}

static int query_int(struct factdb *db, const char *sql, int *value)
{
	sqlite3_stmt *s;
	int rc = sqlite3_prepare_v2(db->sql, sql, -1, &s, NULL);

	if (rc)
		return rc;
	rc = sqlite3_step(s);
	if (rc == SQLITE_ROW) {
		*value = sqlite3_column_int(s, 0);
		rc = SQLITE_OK;
	}
	sqlite3_finalize(s);
	return rc;
}

static int make_schema(struct factdb *db)
{
	struct strbuf sb = STRBUF_INIT;
	int rc;

	strbuf_addf(&sb, "%s INSERT INTO meta VALUES ('schema', '%d'), ('about', "
		    "'facts of gfncheck; see docs/facts.md');"
		    "PRAGMA user_version = %d; PRAGMA application_id = %d;",
		    schema, FACTS_SCHEMA, FACTS_SCHEMA, APPLICATION_ID);
	rc = exec(db, sb.buf);
	strbuf_release(&sb);
	return rc;
}

/* Within a transaction: is it a base of this schema? Else make it one. */
static int check_schema(struct factdb *db, bool *foreign)
{
	int version = 0, id = 0, tables = 0, rc;

	rc = query_int(db, "PRAGMA user_version", &version);
	if (!rc)
		rc = query_int(db, "PRAGMA application_id", &id);
	if (!rc)
		rc = query_int(db, "SELECT count(*) FROM sqlite_master", &tables);
	if (rc)
		return rc;
	*foreign = id != APPLICATION_ID && tables;
	if (*foreign || (id == APPLICATION_ID && version == FACTS_SCHEMA))
		return SQLITE_OK;
	return make_schema(db);
}

static int settle_schema(struct factdb *db, bool *foreign)
{
	int rc = exec(db, "BEGIN IMMEDIATE");

	if (rc)
		return rc;
	rc = check_schema(db, foreign);
	if (!rc)
		rc = exec(db, "COMMIT");
	if (rc)
		exec(db, "ROLLBACK");
	return rc;
}

static int prepare_statements(struct factdb *db)
{
	int i, rc = SQLITE_OK;

	for (i = 0; i < NR_STMT && !rc; i++)
		rc = sqlite3_prepare_v3(db->sql, statement[i], -1, SQLITE_PREPARE_PERSISTENT,
					&db->stmt[i], NULL);
	return rc;
}

static int open_sql(struct factdb *db, bool *foreign)
{
	int rc = sqlite3_open_v2(db->path, &db->sql,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);

	if (rc)
		return rc;
	sqlite3_extended_result_codes(db->sql, 0);
	sqlite3_busy_timeout(db->sql, BUSY_MS);
	rc = exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
		      "PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768;");
	if (!rc)
		rc = settle_schema(db, foreign);
	if (!rc && !*foreign)
		rc = prepare_statements(db);
	return rc;
}

static void close_sql(struct factdb *db)
{
	int i;

	for (i = 0; i < NR_STMT; i++) {
		sqlite3_finalize(db->stmt[i]);
		db->stmt[i] = NULL;
	}
	sqlite3_close(db->sql);
	db->sql = NULL;
}

static bool damaged(int rc)
{
	/* ERROR: a table is not what its version says. */
	return rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB || rc == SQLITE_ERROR;
}

/* By SQLite's header, which has our number in it, or by a name that only we give. */
static bool is_fact_base(const char *path)
{
	static const unsigned char id[] = { APPLICATION_ID >> 24, APPLICATION_ID >> 16 & 0xff,
					    APPLICATION_ID >> 8 & 0xff, APPLICATION_ID & 0xff };
	const char *base = strrchr(path, '/');
	unsigned char head[72] = { 0 };
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = 0;

	if (fd < 0)
		return false;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode))	/* a device, say, is not ours to move */
		n = read(fd, head, sizeof(head));
	else
		st.st_size = 0;
	close(fd);
	if (n == sizeof(head) && !memcmp(head, "SQLite format 3", 16) && !memcmp(head + 68, id, 4))
		return true;
	return st.st_size && !strcmp(base ? base + 1 : path, FACTS_NAME);
}

/* Never deleted, and moved only if it is one: it may be a file of the user's, named by mistake. */
static int put_aside(struct factdb *db)
{
	struct strbuf to = STRBUF_INIT, journal = STRBUF_INIT;
	int err;

	if (!is_fact_base(db->path))
		return -1;
	strbuf_addf(&to, "%s.bad", db->path);
	err = rename(db->path, to.buf);
	strbuf_addf(&journal, "%s-wal", db->path);
	unlink(journal.buf);
	strbuf_reset(&journal);
	strbuf_addf(&journal, "%s-shm", db->path);
	unlink(journal.buf);
	if (!err)
		warning("%s: the fact base is damaged; it is now %s, and all is parsed again",
			db->path, to.buf);
	strbuf_release(&to);
	strbuf_release(&journal);
	return err;
}

/* Start afresh in the place of a damaged base. */
static int replace(struct factdb *db, bool *foreign)
{
	close_sql(db);
	return put_aside(db) ? SQLITE_CANTOPEN : open_sql(db, foreign);
}

/* The run goes on without the base, or with a new one where it is damaged. */
static void failed(struct factdb *db, int rc, const char *doing)
{
	bool foreign = false;

	if (damaged(rc) && !replace(db, &foreign) && !foreign)
		return;
	if (!db->broken && !db->quiet)
		warning("%s: cannot %s the fact base: %s; the next run will take as long as this",
			db->path, doing, sqlite3_errstr(rc));
	db->broken = true;
}

struct factdb *factdb_open(const char *path, bool quiet)
{
	struct factdb *db = xcalloc(1, sizeof(*db));
	bool foreign = false;
	int rc;

	db->path = path;
	db->quiet = quiet;
	db->versions = 1;
	rc = open_sql(db, &foreign);
	if (damaged(rc) && is_fact_base(path))
		rc = replace(db, &foreign);
	if (!rc && !foreign)
		return db;
	if (foreign || (rc && damaged(rc)))
		warning("%s: not a fact base, left alone; no facts are kept", path);
	else if (!quiet)
		warning("%s: cannot open the fact base: %s; no facts are kept", path,
			db->sql ? sqlite3_errmsg(db->sql) : strerror(errno));
	factdb_close(db);
	return NULL;
}

void factdb_versions(struct factdb *db, int n)
{
	if (db)
		db->versions = n;
}

void factdb_close(struct factdb *db)
{
	if (!db)
		return;
	close_sql(db);
	free(db);
}

static const char *cache_folder(struct strtab *st)
{
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME"), *dir;

	if (xdg && xdg[0] == '/')
		dir = strtab_add(st, xdg);
	else if (home && home[0] == '/')
		dir = strtab_addf(st, "%s/.cache", home);
	else
		return NULL;
	mkdir(dir, 0700);
	dir = strtab_addf(st, "%s/gfncheck", dir);
	mkdir(dir, 0700);
	return dir;
}

const char *factdb_default_path(const char *dir, struct strtab *st)
{
	const char *path = strtab_addf(st, "%s/" FACTS_NAME, dir), *cache;

	if (!access(path, R_OK | W_OK) || (access(path, F_OK) && !access(dir, W_OK)))
		return path;
	cache = cache_folder(st);
	if (!cache)
		return path;
	return strtab_addf(st, "%s/%016llx.db", cache,
			   (unsigned long long)XXH3_64bits(dir, strlen(dir)));
}

/* Of the pack and of what it is stored under; SQLite itself checks no content. */
static int64_t checksum(const char *key, const void *data, size_t len)
{
	return (int64_t)XXH3_64bits_withSeed(data, len, XXH3_64bits(key, strlen(key)));
}

/* The row's facts, if they are what was stored. */
static bool read_row(sqlite3_stmt *s, struct strtab *st, struct stored *out)
{
	const char *key = (const char *)sqlite3_column_text(s, 0);
	const void *data = sqlite3_column_blob(s, 2);
	size_t len = sqlite3_column_bytes(s, 2);

	if (!key || !data || checksum(key, data, len) != sqlite3_column_int64(s, 1))
		return false;
	if (facts_unpack(data, len, st, &out->facts))
		return false;
	out->key = strtab_add(st, key);
	return true;
}

void factdb_find(struct factdb *db, const char *key, struct strtab *st, struct stored **v, size_t *n)
{
	sqlite3_stmt *s = db ? db->stmt[STMT_FIND] : NULL;
	struct stored e;
	int rc;

	*v = NULL;
	*n = 0;
	if (!s)
		return;
	sqlite3_bind_text(s, 1, key, -1, SQLITE_STATIC);
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		if (!read_row(s, st, &e))
			continue;
		GROW(*v, *n);
		(*v)[(*n)++] = e;
	}
	sqlite3_reset(s);
	if (rc != SQLITE_DONE)
		failed(db, rc, "read");
}

static int run(struct factdb *db, enum stmt i)
{
	int rc = sqlite3_step(db->stmt[i]);

	sqlite3_reset(db->stmt[i]);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static void bind_text(struct factdb *db, enum stmt i, int col, const char *s)
{
	sqlite3_bind_text(db->stmt[i], col, s, -1, SQLITE_STATIC);
}

#define BIND_S(name) sqlite3_bind_text(s, col++, r->name, -1, SQLITE_STATIC);
#define BIND_I(name) sqlite3_bind_int64(s, col++, r->name);
#define FACT(rec, fields)						\
static int store_##rec(struct factdb *db, int64_t unit, const struct facts *f) \
{									\
	sqlite3_stmt *s = db->stmt[STMT_##rec];				\
	const struct fact_##rec *r;					\
	int rc = SQLITE_OK, col;					\
									\
	for (r = f->rec##s; r < f->rec##s + f->n_##rec && !rc; r++) {	\
		col = 1;						\
		sqlite3_bind_int64(s, col++, unit);			\
		sqlite3_bind_int64(s, col++, r - f->rec##s);		\
		fields(BIND_S, BIND_I)					\
		rc = run(db, STMT_##rec);				\
	}								\
	return rc;							\
}
#include "facts.def"

static int store_records(struct factdb *db, int64_t unit, const struct facts *f)
{
	int rc = SQLITE_OK;

#define FACT(rec, fields) if (!rc) rc = store_##rec(db, unit, f);
#include "facts.def"
	return rc;
}

static int store_pack(struct factdb *db, int64_t unit, const char *key, const struct facts *f)
{
	struct strbuf sb = STRBUF_INIT;
	sqlite3_stmt *s = db->stmt[STMT_PACK];
	int rc;

	facts_pack(f, &sb);
	sqlite3_bind_int64(s, 1, unit);
	sqlite3_bind_int64(s, 2, checksum(key, sb.buf, sb.len));
	sqlite3_bind_blob64(s, 3, sb.buf, sb.len, SQLITE_STATIC);
	rc = run(db, STMT_PACK);
	sqlite3_bind_null(s, 3);
	strbuf_release(&sb);
	return rc;
}

/* What the facts were made from, as a number. */
static int64_t inputs_of(const struct facts *f)
{
	struct strbuf sb = STRBUF_INIT;
	int64_t sum;

	for (size_t i = 0; i < f->n_dep; i++)
		strbuf_addf(&sb, "%s %s\n", f->deps[i].path, f->deps[i].hash);
	for (size_t i = 0; i < f->n_absent; i++)
		strbuf_addf(&sb, "%s\n", f->absents[i].path);
	sum = (int64_t)XXH3_64bits(sb.buf ? sb.buf : "", sb.len);
	strbuf_release(&sb);
	return sum;
}

/* The same facts go, and versions beyond those that are kept, this one with them. */
static int make_room(struct factdb *db, const char *key, int64_t inputs)
{
	int rc;

	if (db->versions <= 1) {
		bind_text(db, STMT_DELETE, 1, key);
		return run(db, STMT_DELETE);
	}
	bind_text(db, STMT_SAME, 1, key);
	sqlite3_bind_int64(db->stmt[STMT_SAME], 2, inputs);
	rc = run(db, STMT_SAME);
	if (rc)
		return rc;
	bind_text(db, STMT_OLD, 1, key);
	sqlite3_bind_int64(db->stmt[STMT_OLD], 2, db->versions - 1);
	return run(db, STMT_OLD);
}

static int store_unit(struct factdb *db, const char *build, const char *key,
		      const struct facts *f)
{
	int64_t unit, inputs = inputs_of(f);
	int rc;

	rc = make_room(db, key, inputs);
	bind_text(db, STMT_UNIT, 1, key);
	bind_text(db, STMT_UNIT, 2, build);
	bind_text(db, STMT_UNIT, 3, f->unit);
	bind_text(db, STMT_UNIT, 4, f->module);
	bind_text(db, STMT_UNIT, 5, unit_status_word[f->status]);
	sqlite3_bind_int64(db->stmt[STMT_UNIT], 6, inputs);
	if (!rc)
		rc = run(db, STMT_UNIT);
	if (rc)
		return rc;
	unit = sqlite3_last_insert_rowid(db->sql);
	rc = store_records(db, unit, f);
	return rc ? rc : store_pack(db, unit, key, f);
}

/* Another gfncheck may have made it a base of another schema since it was opened. */
static int begin(struct factdb *db)
{
	int rc = run(db, STMT_BEGIN);
	bool same;

	if (rc)
		return rc;
	rc = sqlite3_step(db->stmt[STMT_VERSION]);
	same = rc == SQLITE_ROW && sqlite3_column_int(db->stmt[STMT_VERSION], 0) == FACTS_SCHEMA;
	sqlite3_reset(db->stmt[STMT_VERSION]);
	if (same)
		return SQLITE_OK;
	run(db, STMT_ROLLBACK);
	return SQLITE_SCHEMA;
}

static void end(struct factdb *db, int rc)
{
	if (!rc)
		rc = run(db, STMT_COMMIT);
	if (!rc)
		return;
	if (!sqlite3_get_autocommit(db->sql))
		run(db, STMT_ROLLBACK);
	failed(db, rc, "write");
}

void factdb_store(struct factdb *db, const char *build, const char *key, const struct facts *f)
{
	int rc;

	if (!db || db->broken)
		return;
	rc = begin(db);
	if (!rc)
		rc = store_unit(db, build, key, f);
	end(db, rc);
}

size_t factdb_count(struct factdb *db, const char *build)
{
	sqlite3_stmt *s;
	size_t n = 0;

	if (!db || sqlite3_prepare_v2(db->sql, "SELECT count(*) FROM unit WHERE build = ?", -1, &s, NULL))
		return 0;
	sqlite3_bind_text(s, 1, build, -1, SQLITE_STATIC);
	if (sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

static int delete_oldest(struct factdb *db, const char *build, size_t keep)
{
	sqlite3_stmt *s;
	int rc = sqlite3_prepare_v2(db->sql, "DELETE FROM unit WHERE build = ?1 AND id NOT IN"
				    " (SELECT id FROM unit WHERE build = ?1 ORDER BY id DESC LIMIT ?2)",
				    -1, &s, NULL);

	if (rc)
		return rc;
	sqlite3_bind_text(s, 1, build, -1, SQLITE_STATIC);
	sqlite3_bind_int64(s, 2, keep);
	rc = sqlite3_step(s);
	sqlite3_finalize(s);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

void factdb_cap(struct factdb *db, const char *build, size_t keep)
{
	int rc;

	if (!db || db->broken || factdb_count(db, build) <= keep)
		return;
	rc = begin(db);
	if (!rc)
		rc = delete_oldest(db, build, keep);
	end(db, rc);
}

static int delete_others(struct factdb *db, const char *build, const char *const *keys, size_t n)
{
	sqlite3_stmt *add = NULL;
	size_t i;
	int rc;

	rc = exec(db, "CREATE TEMP TABLE IF NOT EXISTS wanted (key TEXT PRIMARY KEY);"
		      "DELETE FROM temp.wanted");
	if (!rc)
		rc = sqlite3_prepare_v2(db->sql, "INSERT OR IGNORE INTO temp.wanted VALUES (?)", -1,
					&add, NULL);
	for (i = 0; i < n && !rc; i++) {
		sqlite3_bind_text(add, 1, keys[i], -1, SQLITE_STATIC);
		rc = sqlite3_step(add) == SQLITE_DONE ? sqlite3_reset(add) : SQLITE_ERROR;
	}
	sqlite3_finalize(add);
	if (!rc)
		rc = sqlite3_prepare_v2(db->sql, "DELETE FROM unit WHERE build = ? AND key NOT IN"
					" (SELECT key FROM temp.wanted)", -1, &add, NULL);
	if (rc)
		return rc;
	sqlite3_bind_text(add, 1, build, -1, SQLITE_STATIC);
	rc = sqlite3_step(add);
	sqlite3_finalize(add);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

void factdb_keep(struct factdb *db, const char *build, const char *const *keys, size_t n)
{
	int rc;

	if (!db || db->broken)
		return;
	rc = begin(db);
	if (!rc)
		rc = delete_others(db, build, keys, n);
	end(db, rc);
}

/* The rows of one unit of the other base, under its new number here. */
static int copy_rows(struct factdb *db, int64_t from, int64_t to)
{
	struct strbuf sb = STRBUF_INIT;
	int rc;

	strbuf_addf(&sb, "INSERT INTO pack SELECT %lld, sum, data FROM other.pack WHERE unit = %lld;",
		    (long long)to, (long long)from);
#define COLUMN_NAME(name) ", \"" #name "\""
#define FACT(rec, fields)							\
	strbuf_addf(&sb, "INSERT INTO \"" #rec "\" SELECT %lld, n" fields(COLUMN_NAME, COLUMN_NAME)	\
		    " FROM other.\"" #rec "\" WHERE unit = %lld;", (long long)to, (long long)from);
#include "facts.def"
	rc = exec(db, sb.buf);
	strbuf_release(&sb);
	return rc;
}

static int copy_unit(struct factdb *db, sqlite3_stmt *add, int64_t from)
{
	int rc;

	sqlite3_bind_int64(add, 1, from);
	rc = sqlite3_step(add);
	sqlite3_reset(add);
	return rc == SQLITE_DONE ? copy_rows(db, from, sqlite3_last_insert_rowid(db->sql)) : rc;
}

static int copy_units(struct factdb *db, long *n)
{
	sqlite3_stmt *list = NULL, *add = NULL;
	int rc;

	rc = sqlite3_prepare_v2(db->sql, "SELECT id FROM other.unit AS o WHERE NOT EXISTS (SELECT 1"
				" FROM main.unit AS m WHERE m.key = o.key AND m.inputs = o.inputs)"
				" ORDER BY id", -1, &list, NULL);
	if (!rc)
		rc = sqlite3_prepare_v2(db->sql, "INSERT INTO main.unit (key, inputs, build, name, module,"
					" status) SELECT key, inputs, build, name, module, status"
					" FROM other.unit WHERE id = ?", -1, &add, NULL);
	while (!rc && (rc = sqlite3_step(list)) == SQLITE_ROW) {
		rc = copy_unit(db, add, sqlite3_column_int64(list, 0));
		++*n;
	}
	sqlite3_finalize(list);
	sqlite3_finalize(add);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* A base of another schema has nothing that could be used. */
static int merge_attached(struct factdb *db, const char *path, long *n)
{
	int version = 0, rc = query_int(db, "PRAGMA other.user_version", &version);

	if (rc)
		return rc;
	if (version != FACTS_SCHEMA)
		return warning("%s: facts of another version of gfncheck; they are left out", path);
	rc = begin(db);
	if (!rc)
		rc = copy_units(db, n);
	if (!rc)
		return run(db, STMT_COMMIT);
	if (!sqlite3_get_autocommit(db->sql))
		run(db, STMT_ROLLBACK);
	return rc;
}

long factdb_merge(struct factdb *db, const char *path)
{
	sqlite3_stmt *attach;
	long n = 0;
	int rc;

	if (access(path, R_OK))
		return error("cannot read the fact base %s: %s", path, strerror(errno));
	rc = sqlite3_prepare_v2(db->sql, "ATTACH ? AS other", -1, &attach, NULL);
	if (!rc) {
		sqlite3_bind_text(attach, 1, path, -1, SQLITE_STATIC);
		rc = sqlite3_step(attach) == SQLITE_DONE ? SQLITE_OK : sqlite3_errcode(db->sql);
		sqlite3_finalize(attach);
	}
	if (!rc) {
		rc = merge_attached(db, path, &n);
		exec(db, "DETACH other");
	}
	return rc ? error("cannot merge the fact base %s: %s", path, sqlite3_errstr(rc)) : n;
}
