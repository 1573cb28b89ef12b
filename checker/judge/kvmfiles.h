/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The files of a tree that KVM's code is in, built or not.
 */
#ifndef KVMFILES_H
#define KVMFILES_H

#include <stddef.h>

struct names {
	char **v;
	size_t n;
};

/*
 * The .c, .h and .S files below arch/<arch>/kvm, arch/<arch>/include and
 * virt/kvm, of all architectures, relative to tree and sorted. The caller
 * releases them. 0, or -1 after error().
 */
int kvm_files(const char *tree, struct names *files);
/* The same of virt/kvm and arch/<arch>/kvm, as they come. */
int kvm_sources(const char *tree, const char *arch, struct names *files);
void names_release(struct names *l);

#endif
