# SPDX-License-Identifier: GPL-2.0-only
# "make help" says what there is.

VERSION := 0.1.0

CC ?= cc
CFLAGS ?= -O2 -g
LLVM_CONFIG ?= $(firstword $(foreach c,llvm-config-19 llvm-config-14 llvm-config,$(shell command -v $(c) 2>/dev/null)))
PREFIX ?= /usr/local
BUILD ?= build
BIN ?= gfncheck

V ?= 0
Q := $(if $(filter 1,$(V)),,@)

needs-llvm := $(filter-out deps help clean install uninstall,$(or $(MAKECMDGOALS),all))
ifneq ($(needs-llvm),)
ifneq ($(LLVM_CONFIG),)
llvm-include := $(shell $(LLVM_CONFIG) --includedir)
llvm-lib := $(shell $(LLVM_CONFIG) --libdir)
endif
endif

WARN := -Wall -Wextra $(WERROR)
cflags = -std=gnu11 $(WARN) $(CFLAGS) -isystem $(llvm-include) -I$(BUILD) -Ichecker $(CPPFLAGS)
ldflags = $(LDFLAGS) -L$(llvm-lib) -Wl,-rpath,$(llvm-lib)
libs := -lclang -lsqlite3 -ljansson -lxxhash $(LDLIBS)

src := $(filter-out checker/gencocci.c,$(wildcard checker/*.c))
obj := $(src:checker/%.c=$(BUILD)/%.o)
unit-src := $(wildcard tests/unit/*.c)
unit-bin := $(unit-src:tests/unit/%.c=$(BUILD)/tests/%)

.DELETE_ON_ERROR:
.PHONY: all deps check demo bench gen install uninstall clean help FORCE

all: $(BIN)

$(BIN): $(obj)
	@echo "  LD      $@"
	$(Q)$(CC) $(CFLAGS) $(ldflags) -o $@ $(obj) $(libs)

$(BUILD)/%.o: checker/%.c $(BUILD)/flags
	@echo "  CC      $@"
	$(Q)$(CC) $(cflags) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(obj) $(BUILD)/flags
	@echo "  CC      $@"
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(cflags) -MMD -MP $(ldflags) -o $@ $< $(filter-out %/main.o,$(obj)) $(libs)

# Facts of another version of the tool are not believed: the fact base keeps a
# checksum of the sources it was made with.
fact-src := $(wildcard checker/*.[ch] checker/*.def)
$(BUILD)/version.h: $(fact-src) Makefile | $(BUILD)
	$(Q)printf '#define GFNCHECK_VERSION "%s"\n#define FACTS_SOURCE "%s"\n' $(VERSION) \
		"$$(cat $(fact-src) | cksum | tr ' ' -)" > $@
$(obj): | $(BUILD)/version.h

# Compile again when the compiler, its flags or libclang are other ones.
$(BUILD)/flags: FORCE | $(BUILD)
	$(if $(LLVM_CONFIG),,$(error no llvm-config: run "make deps", or set LLVM_CONFIG=))
	@echo '$(CC) $(cflags) $(ldflags) $(libs)' | cmp -s - $@ || \
		echo '$(CC) $(cflags) $(ldflags) $(libs)' > $@

$(BUILD):
	$(Q)mkdir -p $@

# The semantic patches are generated and committed; tests fail when stale.
gen: $(BUILD)/gencocci
	$(BUILD)/gencocci -o cocci

$(BUILD)/gencocci: checker/gencocci.c $(filter-out %/main.o,$(filter %/util.o %/strtab.o,$(obj))) $(BUILD)/flags
	@echo "  CC      $@"
	$(Q)$(CC) $(cflags) -MMD -MP -o $@ $(filter %.c %.o,$^)

deps:
	scripts/deps

check: $(BIN) $(unit-bin) $(if $(wildcard checker/gencocci.c),$(BUILD)/gencocci)
	BUILD=$(abspath $(BUILD)) GFNCHECK=$(abspath $(BIN)) tests/run $(TESTS)

# The main job, from nothing: packages, build, kernel, conversion, report.
demo: deps
	$(MAKE) all
	scripts/demo

bench: $(BIN)
	scripts/bench

bindir := $(DESTDIR)$(PREFIX)/bin
sharedir := $(DESTDIR)$(PREFIX)/share
libexec := $(DESTDIR)$(PREFIX)/lib/gfncheck
tools := $(wildcard scripts/gfn-*)

# The scripts find the rest of the package beside their own folder.
install: $(BIN)
	install -d $(bindir) $(libexec)/scripts $(libexec)/cocci
	install -m 755 $(BIN) $(libexec)/gfncheck
	ln -sf ../lib/gfncheck/gfncheck $(bindir)/gfncheck
	for s in $(tools); do install -m 755 $$s $(libexec)/scripts/ && \
		ln -sf ../lib/gfncheck/scripts/$${s##*/} $(bindir)/$${s##*/} || exit 1; done
	for f in $(wildcard cocci/*.cocci); do install -m 644 $$f $(libexec)/cocci/ || exit 1; done
	for m in $(wildcard docs/man/*.1); do install -d $(sharedir)/man/man1 && \
		install -m 644 $$m $(sharedir)/man/man1/ || exit 1; done
	for b in $(wildcard scripts/completion.bash); do \
		install -d $(sharedir)/bash-completion/completions && \
		install -m 644 $$b $(sharedir)/bash-completion/completions/gfncheck || exit 1; done

uninstall:
	rm -rf $(libexec)
	rm -f $(bindir)/gfncheck $(addprefix $(bindir)/,$(notdir $(tools)))
	rm -f $(addprefix $(sharedir)/man/man1/,$(notdir $(wildcard docs/man/*.1)))
	rm -f $(sharedir)/bash-completion/completions/gfncheck

clean:
	rm -rf $(BUILD) $(BIN)

help:
	@echo 'make            build ./gfncheck'
	@echo 'make deps       install the Debian packages that are needed (or print their names)'
	@echo 'make check      run the tests (TESTS="tests/a.sh tests/b.sh" for some)'
	@echo 'make demo       everything: packages, build, Linux 6.12, convert x86 KVM, check, verify'
	@echo 'make bench      measure against clang -fsyntax-only and sparse'
	@echo 'make gen        write cocci/*.cocci from the accessor table'
	@echo 'make install    into PREFIX=$(PREFIX), below DESTDIR= for packagers; uninstall undoes it'
	@echo 'make clean      remove what make made'
	@echo
	@echo 'LLVM_CONFIG=    the llvm-config of the libclang to use ($(LLVM_CONFIG))'
	@echo 'CC= CFLAGS= WERROR=-Werror V=1 BUILD= BIN=   as everywhere'

-include $(wildcard $(BUILD)/*.d $(BUILD)/tests/*.d)
