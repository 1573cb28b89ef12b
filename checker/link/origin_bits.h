/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a value is from: what is asked of it, and what the answer is made of.
 */
#ifndef ORIGIN_BITS_H
#define ORIGIN_BITS_H

enum origin_mode { ORIGIN_KVM, ORIGIN_VCPU, ORIGIN_GFN };

enum origin_bits {
	FROM_VCPU = 1,		/* a vCPU's own; of a gfn: a shadow page's */
	FROM_FOREIGN = 2,	/* a vCPU that was looked up or iterated over */
	FROM_VM = 4,		/* not a vCPU; of a gfn: anything else */
	FROM_UNKNOWN = 8,
	/* Stored in a member by unseen callers: VM, unless others store a vCPU's. */
	FROM_WEAK = 16,
	FROM_ANY_VCPU = FROM_VCPU | FROM_FOREIGN,
};

#endif
