// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every unit is there twice: packed, which is what the next run reads, and as
 * rows of a table for each record of facts.def, for queries. Both are written
 * in one transaction.
 */
#include <string.h>
#include <xxhash.h>
#include "base/base.h"
#include "factdb_priv.h"
#include "factpack.h"

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
		factdb_failed(db, rc, "read");
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
		rc = factdb_run(db, STMT_##rec);				\
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
	rc = factdb_run(db, STMT_PACK);
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
		return factdb_run(db, STMT_DELETE);
	}
	bind_text(db, STMT_SAME, 1, key);
	sqlite3_bind_int64(db->stmt[STMT_SAME], 2, inputs);
	rc = factdb_run(db, STMT_SAME);
	if (rc)
		return rc;
	bind_text(db, STMT_OLD, 1, key);
	sqlite3_bind_int64(db->stmt[STMT_OLD], 2, db->versions - 1);
	return factdb_run(db, STMT_OLD);
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
		rc = factdb_run(db, STMT_UNIT);
	if (rc)
		return rc;
	unit = sqlite3_last_insert_rowid(db->sql);
	rc = store_records(db, unit, f);
	return rc ? rc : store_pack(db, unit, key, f);
}

void factdb_store(struct factdb *db, const char *build, const char *key, const struct facts *f)
{
	int rc;

	if (!db || db->broken)
		return;
	rc = factdb_begin(db);
	if (!rc)
		rc = store_unit(db, build, key, f);
	factdb_end(db, rc);
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
	rc = factdb_begin(db);
	if (!rc)
		rc = delete_oldest(db, build, keep);
	factdb_end(db, rc);
}

static int delete_others(struct factdb *db, const char *build, const char *const *keys, size_t n)
{
	sqlite3_stmt *add = NULL;
	size_t i;
	int rc;

	rc = factdb_exec(db, "CREATE TEMP TABLE IF NOT EXISTS wanted (key TEXT PRIMARY KEY);"
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
	rc = factdb_begin(db);
	if (!rc)
		rc = delete_others(db, build, keys, n);
	factdb_end(db, rc);
}
