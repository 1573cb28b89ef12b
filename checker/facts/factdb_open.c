// SPDX-License-Identifier: GPL-2.0-only
/* The file: where it is, its schema, what is done when it is damaged, transactions. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>
#include "base/base.h"
#include "factdb_priv.h"

#define APPLICATION_ID 0x67666e63	/* "gfnc" */
#define FACTS_NAME "gfncheck.db"
#define BUSY_MS 10000

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

int factdb_exec(struct factdb *db, const char *sql)
{
	return sqlite3_exec(db->sql, sql, NULL, NULL, NULL);
}

int factdb_query_int(struct factdb *db, const char *sql, int *value)
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
	rc = factdb_exec(db, sb.buf);
	strbuf_release(&sb);
	return rc;
}

/* Within a transaction: is it a base of this schema? Else make it one. */
static int check_schema(struct factdb *db, bool *foreign)
{
	int version = 0, id = 0, tables = 0, rc;

	rc = factdb_query_int(db, "PRAGMA user_version", &version);
	if (!rc)
		rc = factdb_query_int(db, "PRAGMA application_id", &id);
	if (!rc)
		rc = factdb_query_int(db, "SELECT count(*) FROM sqlite_master", &tables);
	if (rc)
		return rc;
	*foreign = id != APPLICATION_ID && tables;
	if (*foreign || (id == APPLICATION_ID && version == FACTS_SCHEMA))
		return SQLITE_OK;
	return make_schema(db);
}

static int settle_schema(struct factdb *db, bool *foreign)
{
	int rc = factdb_exec(db, "BEGIN IMMEDIATE");

	if (rc)
		return rc;
	rc = check_schema(db, foreign);
	if (!rc)
		rc = factdb_exec(db, "COMMIT");
	if (rc)
		factdb_exec(db, "ROLLBACK");
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

/* Of several that make a base at once one does; SQLite does not wait here by itself. */
static int use_wal(struct factdb *db)
{
	time_t until = time(NULL) + BUSY_MS / 1000;
	int rc;

	while ((rc = factdb_exec(db, "PRAGMA journal_mode = WAL")) == SQLITE_BUSY && time(NULL) < until)
		sqlite3_sleep(10);
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
	rc = use_wal(db);
	if (!rc)
		rc = factdb_exec(db, "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
				     "PRAGMA cache_size = -32768;");
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

void factdb_failed(struct factdb *db, int rc, const char *doing)
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

int factdb_run(struct factdb *db, enum stmt i)
{
	int rc = sqlite3_step(db->stmt[i]);

	sqlite3_reset(db->stmt[i]);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
}

int factdb_begin(struct factdb *db)
{
	int rc = factdb_run(db, STMT_BEGIN);
	bool same;

	if (rc)
		return rc;
	rc = sqlite3_step(db->stmt[STMT_VERSION]);
	same = rc == SQLITE_ROW && sqlite3_column_int(db->stmt[STMT_VERSION], 0) == FACTS_SCHEMA;
	sqlite3_reset(db->stmt[STMT_VERSION]);
	if (same)
		return SQLITE_OK;
	factdb_run(db, STMT_ROLLBACK);
	return SQLITE_SCHEMA;
}

void factdb_end(struct factdb *db, int rc)
{
	if (!rc)
		rc = factdb_run(db, STMT_COMMIT);
	if (!rc)
		return;
	if (!sqlite3_get_autocommit(db->sql))
		factdb_run(db, STMT_ROLLBACK);
	factdb_failed(db, rc, "write");
}
