/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of the fact base: factdb_open.c has the file, its schema, its damage and
 * its transactions; factdb.c puts units in and takes them out; factdb_merge.c
 * brings in those of another base. Results are SQLite's codes.
 */
#ifndef FACTDB_PRIV_H
#define FACTDB_PRIV_H

#include <sqlite3.h>
#include "factdb.h"

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

int factdb_exec(struct factdb *db, const char *sql);
int factdb_query_int(struct factdb *db, const char *sql, int *value);

/* One step of a statement, which is then ready for the next. */
int factdb_run(struct factdb *db, enum stmt i);

/* SQLITE_SCHEMA: another gfncheck has made it a base of another schema meanwhile. */
int factdb_begin(struct factdb *db);

/* Commits, or rolls back where rc says that it went wrong, which is told the user. */
void factdb_end(struct factdb *db, int rc);

/* The run goes on without the base, or with a new one where it is damaged. */
void factdb_failed(struct factdb *db, int rc, const char *doing);

#endif
