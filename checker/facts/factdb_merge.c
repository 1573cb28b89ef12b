// SPDX-License-Identifier: GPL-2.0-only
/* Units of another fact base, such as another machine's, copied row by row. */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "base/base.h"
#include "factdb_priv.h"

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
	rc = factdb_exec(db, sb.buf);
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
	int version = 0, rc = factdb_query_int(db, "PRAGMA other.user_version", &version);

	if (rc)
		return rc;
	if (version != FACTS_SCHEMA)
		return warning("%s: facts of another version of gfncheck; they are left out", path);
	rc = factdb_begin(db);
	if (!rc)
		rc = copy_units(db, n);
	if (!rc)
		return factdb_run(db, STMT_COMMIT);
	if (!sqlite3_get_autocommit(db->sql))
		factdb_run(db, STMT_ROLLBACK);
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
		factdb_exec(db, "DETACH other");
	}
	return rc ? error("cannot merge the fact base %s: %s", path, sqlite3_errstr(rc)) : n;
}
