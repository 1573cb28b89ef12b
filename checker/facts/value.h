/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Values: where a pointer came from, in terms of one function.
 *
 *	set   := "" | value { '|' value }	"" is not tracked: an integer, say
 *	value := atom mark { '>' load mark }
 *	atom  := P<n>	parameter n, from 0
 *	       | C<n>	what the function's call number n returned
 *	       | A<n>.<i>	what call number n left where its argument i points to
 *	       | L<n>	the address of local object n (a struct or an array)
 *	       | G<id>	the address of a global variable; id as of a function
 *	       | F<id>	the address of a function
 *	       | N	memory freshly allocated here
 *	       | 0	a null pointer
 *	       | ?	cannot be told
 *	load  := <struct>.<member>	the content of a member
 *	       | *			the content of what is pointed to
 *	       | load []		of some element of an array of these
 *	mark  := [ '#' [ <n> ] ] [ '+' <n> ] [ '&' <struct>.<member> ]
 *
 * Marks tell values of one spelling apart. Two values in the facts of one
 * function are the same where their texts are, unless a mark is a bare '#':
 * that one is not told from others. #<n>: read after event n of the function,
 * which changed memory; +<n>: n bytes into the object. Nothing but that is asked of
 * these: where a value can come from, all of one spelling share. &<member>: the
 * address of that member, so that a load of * is one of the member.
 *
 * A pointer to a member embedded in an object is the object itself: &x->m,
 * container_of(p, T, m), casts and pointer arithmetic all keep the value, so
 * that to_svm(vcpu) is vcpu and svm->vcpu.kvm is vcpu>kvm_vcpu.kvm. Only what
 * is read through a pointer stored in memory is a load; a load of the same
 * member again, as along a list, is not told from the first. A member of a union
 * or an unnamed struct has the name of the nearest named struct around it.
 *
 * At most VALUE_LOADS loads are kept and at most VALUE_SET values in a set;
 * what goes beyond is "?".
 */
#ifndef VALUE_H
#define VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/base.h"

#define VALUE_LOADS 6
#define VALUE_SET 8

/* The load that makes a value vCPU-derived: include/linux/kvm_host.h, struct kvm_vcpu. */
#define LOAD_VCPU_KVM "kvm_vcpu.kvm"

/* What a type can carry, one letter each in the facts. */
enum type_class {
	TYPE_KVM = 'k',		/* struct kvm * */
	TYPE_VCPU = 'v',	/* struct kvm_vcpu * */
	TYPE_VOID = 'p',	/* void *, or an integer wide enough to hide a pointer */
	TYPE_STRUCT = 's',	/* pointer to another struct or union */
	TYPE_FUNC = 'f',	/* pointer to function */
	TYPE_POINTER = 'q',	/* any other pointer */
	TYPE_SLOT = 'm',	/* struct kvm_memory_slot * */
	TYPE_OTHER = 'o',
	TYPE_NONE = '-',	/* void (return types) */
};

#endif
