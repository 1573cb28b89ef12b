/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is not our field, and what every part needs: strings that grow, interned
 * strings, names in texts, memory given back at once, hash tables, files,
 * progress. Knows nothing of kernels.
 */
#ifndef BASE_H
#define BASE_H

#include "arena.h"
#include "capture.h"
#include "confine.h"
#include "json.h"
#include "progress.h"
#include "ptrmap.h"
#include "signals.h"
#include "strtab.h"
#include "utf8.h"
#include "util.h"
#include "word.h"

#endif
