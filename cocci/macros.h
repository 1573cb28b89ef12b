/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For spatch's --macro-file: what spatch 1.1.1 cannot parse otherwise, in the
 * words that it knows.
 */
#define __free(x) MACROATTR
#define scoped_cond_guard(name, fail, args) if (1)
