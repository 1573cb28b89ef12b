/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libclang, as the scan phase wants it: where a cursor is spelled, what type
 * it has, what its children are. One struct cx a translation unit.
 */
#ifndef CX_H
#define CX_H

#include <clang-c/Index.h>
#include <stdbool.h>
#include "base/base.h"
#include "facts/facts.h"

/* A file of the unit, its text NUL-terminated. */
struct cx_file {
	CXFile handle;
	const char *path;	/* relative to the tree where it is below it */
	char *text;
	size_t len;
	bool bare_cr;		/* a carriage return that is not a line's end */
	bool kvm;		/* holds code that can matter to KVM */
};

struct cx {
	CXTranslationUnit tu;
	struct strtab *st;
	const char *tree, *dir;
	size_t tree_len;
	struct ptrmap files;	/* handle: struct cx_file */
	/* by declaration, which a cursor's first datum points to */
	struct ptrmap ids, fields, offsets;
	struct ptrmap functions;	/* name: cursor, of all that are declared; for attr.c */
	CXCursor *function;
	size_t n_functions;
	struct ptrmap forms;		/* name: whether an accessor has it */
	struct ptrmap noreturn;		/* id: whether it returns; for attr.c */
};

/* Where something is spelled. macro: the name of the macro, "" outside one. */
struct cx_place {
	const struct cx_file *file;
	unsigned int line, col, off;
	const char *macro;
};

struct cx_children {
	CXCursor *v;
	unsigned int n;
	CXCursor inl[6];	/* v points here while it is enough */
};

/* tree, dir: absolute; file names are relative to the one, made so from the other. */
void cx_init(struct cx *cx, CXTranslationUnit tu, struct strtab *st, const char *tree,
	     const char *dir);
void cx_release(struct cx *cx);

/* Read when it is first asked for (cx_file.c); NULL for a NULL handle. */
const struct cx_file *cx_file(struct cx *cx, CXFile handle);
void cx_files_release(struct cx *cx);

/* Its absolute path; the caller frees it. */
char *cx_path(struct cx *cx, CXFile handle);

/* Where the cursor's name stands: in a file, or in a macro's body (cx_spelled.c). */
struct cx_place cx_spelled(struct cx *cx, CXCursor c);

/* Where it stands in a file: the macro's use, for code in a macro's body. */
struct cx_place cx_in_file(struct cx *cx, CXSourceLocation loc);

/* Where it is spelled: for a macro's code, in its body. The macro is not told. */
struct cx_place cx_spelled_at(struct cx *cx, CXSourceLocation loc);

/* The identifier at off, or "" where there is none. */
const char *cx_word(struct cx *cx, const struct cx_file *f, size_t off);

/* Interned spelling of a cursor. */
const char *cx_name(struct cx *cx, CXCursor c);

/* accessor_is_form() of a name that cx_name() gave. */
bool cx_is_form(struct cx *cx, const char *name);

/* "function" or, for a static one or one in a function, "name@file". */
const char *cx_id(struct cx *cx, CXCursor decl);

/* "struct.member" of a field, with the nearest named struct around it. */
const char *cx_field(struct cx *cx, CXCursor field);

/* Where it is in its struct, in bytes. */
long cx_offset(struct cx *cx, CXCursor field);

/* What a type can carry. */
enum type_class cx_class(CXType t);

/* Is it (after typedefs) an object rather than a scalar: struct, union, array? */
bool cx_is_object(CXType t);

/* The children of a cursor; release when done. */
void cx_children(CXCursor c, struct cx_children *out);
void cx_children_release(struct cx_children *ch);

/* Parentheses, casts and implicit conversions off. */
CXCursor cx_strip(CXCursor c);
/* Whether c is a conversion of operand that nobody wrote. */
bool cx_is_implicit(CXCursor c, CXCursor operand);

/* Operators (cx_op.c). */
enum cx_binop {
	CX_BIN_ASSIGN, CX_BIN_COMMA, CX_BIN_LOGIC, CX_BIN_ADD, CX_BIN_SUB,
	CX_BIN_BITS,		/* & | << >>: what a number carries stays in it */
	CX_BIN_OTHER
};
enum cx_unop {
	CX_UN_ADDR, CX_UN_DEREF, CX_UN_INC, CX_UN_DEC, CX_UN_POST_INC, CX_UN_POST_DEC,
	CX_UN_SAME,		/* + and __extension__ */
	CX_UN_OTHER
};
enum cx_binop cx_binop(struct cx *cx, CXCursor c, CXCursor lhs, CXCursor rhs);
enum cx_unop cx_unop(struct cx *cx, CXCursor c, CXCursor operand);
/* The operator before the = of a compound assignment. */
enum cx_binop cx_compound_op(struct cx *cx, CXCursor c, CXCursor lhs, CXCursor rhs);

/* Whether it is !, && or ||; CX_LOGIC_NONE also where libclang is too old to say. */
enum cx_logic { CX_LOGIC_NONE, CX_LOGIC_NOT, CX_LOGIC_AND, CX_LOGIC_OR };
enum cx_logic cx_logic(CXCursor c);

#endif
