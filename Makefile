# SPDX-License-Identifier: GPL-2.0-only
# "make help" says what there is.

VERSION := 0.1.0

CC ?= cc
CFLAGS ?= -O2 -g
LLVM_CONFIG ?= $(firstword $(foreach c,llvm-config-19 llvm-config-14 llvm-config,$(shell command -v $(c) 2>/dev/null)))
PREFIX ?= /usr/local
BUILD ?= build
BIN ?= gfncheck

# Where README.md and docs/ are published: reports link there.
HOMEPAGE ?=

V ?= 0
Q := $(if $(filter 1,$(V)),,@)

needs-llvm := $(filter-out deps help clean uninstall demo check,$(or $(MAKECMDGOALS),all))
ifneq ($(needs-llvm),)
ifneq ($(LLVM_CONFIG),)
llvm-include := $(shell $(LLVM_CONFIG) --includedir)
llvm-lib := $(shell $(LLVM_CONFIG) --libdir)
endif
endif

WARN := -Wall -Wextra $(WERROR)
# SANITIZE=1: AddressSanitizer and UndefinedBehaviorSanitizer.
comma := ,
sanitize := $(if $(SANITIZE),-DSANITIZE -O1 -fno-omit-frame-pointer -fsanitize=address$(comma)undefined \
	-fno-sanitize-recover=undefined)
cflags = -std=gnu11 $(WARN) $(CFLAGS) $(sanitize) -DLLVM_LIBDIR=\"$(llvm-lib)\" -isystem $(llvm-include) -I$(BUILD) -Ichecker $(CPPFLAGS)
ldflags = $(LDFLAGS) -L$(llvm-lib) -Wl,-rpath,$(llvm-lib)
libs := -lclang -lseccomp -lsqlite3 -ljansson -lxxhash $(LDLIBS)

src := $(filter-out checker/gen/%,$(wildcard checker/*/*.c))
obj := $(src:checker/%.c=$(BUILD)/%.o)
unit-src := $(wildcard tests/unit/*.c)
unit-bin := $(unit-src:tests/unit/%.c=$(BUILD)/tests/%)

.DELETE_ON_ERROR:
.PHONY: all deps check check-quick check-sanitized run-tests demo bench prove gen install uninstall clean help FORCE

all: $(BIN)

$(BIN): $(obj)
	@echo "  LD      $@"
	$(Q)$(CC) $(CFLAGS) $(sanitize) $(ldflags) -o $@ $(obj) $(libs)

$(BUILD)/%.o: checker/%.c $(BUILD)/flags
	@echo "  CC      $@"
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(cflags) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(obj) $(BUILD)/flags
	@echo "  CC      $@"
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(cflags) -MMD -MP $(ldflags) -o $@ $< $(filter-out %/main.o,$(obj)) $(libs)

# Facts of another version of the tool are not believed: the fact base keeps a
# checksum of the sources it was made with.
fact-src := $(wildcard checker/*/*.[ch] checker/*/*.def)
$(BUILD)/version.h: $(fact-src) Makefile | $(BUILD)
	$(Q)printf '#define %s "%s"\n' GFNCHECK_VERSION $(VERSION) GFNCHECK_HOMEPAGE '$(HOMEPAGE)' \
		FACTS_SOURCE "$$(cat $(fact-src) | cksum | tr ' ' -)" > $@
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

$(BUILD)/gencocci: checker/gen/gencocci.c $(filter-out %/main.o,$(filter $(BUILD)/base/%.o $(BUILD)/tables/%.o,$(obj))) $(BUILD)/flags
	@echo "  CC      $@"
	$(Q)$(CC) $(cflags) -MMD -MP $(ldflags) -o $@ $(filter %.c %.o,$^) -ljansson -lseccomp

deps:
	scripts/deps

# Another make builds: what "deps" installs is not there yet when this one looks.
# Who cannot install runs what can be run; the tests say what they skip.
check:
	@scripts/deps scripts/packages.txt scripts/packages-ci.txt || \
		echo "check: going on without these packages" >&2
	@$(MAKE) --no-print-directory run-tests

# What needs no kernel and no package that is not there.
check-quick: $(BIN) $(unit-bin) $(BUILD)/gencocci
	$(Q)BUILD=$(abspath $(BUILD)) GFNCHECK=$(abspath $(BIN)) tests/run --quick $(TESTS)

run-tests: $(BIN) $(unit-bin) $(BUILD)/gencocci
	$(Q)BUILD=$(abspath $(BUILD)) GFNCHECK=$(abspath $(BIN)) tests/run $(TESTS)

# What reads beyond an end, or relies on what C does not define, fails these tests;
# what is still allocated at the end is no leak here.
sanitized := $(unit-src:tests/unit/%.c=$(BUILD)/sanitized/tests/%)
check-sanitized:
	@$(MAKE) --no-print-directory SANITIZE=1 BUILD=$(BUILD)/sanitized BIN=$(BUILD)/sanitized/gfncheck \
		$(BUILD)/sanitized/gfncheck $(sanitized)
	@ASAN_OPTIONS=detect_leaks=0:handle_segv=0:abort_on_error=1 \
		UBSAN_OPTIONS=abort_on_error=1:print_stacktrace=1 \
		BUILD=$(abspath $(BUILD)/sanitized) GFNCHECK=$(abspath $(BUILD)/sanitized/gfncheck) \
		tests/run $(abspath $(sanitized)) tests/cases.sh tests/baseline.sh tests/confirm.sh tests/thread.sh

# The main job, from nothing: packages, build, kernel, conversion, report.
demo: deps
	@$(MAKE) --no-print-directory all
	@GFNCHECK=$(abspath $(BIN)) scripts/demo

bench: $(BIN)
	scripts/bench

# What the conversion changes, seen in a kernel that runs.
prove: $(BIN)
	@scripts/deps scripts/packages.txt scripts/packages-ci.txt || \
		echo "prove: going on without these packages" >&2
	@GFNCHECK=$(abspath $(BIN)) scripts/prove/debian

bindir := $(DESTDIR)$(PREFIX)/bin
libexec := $(DESTDIR)$(PREFIX)/lib/gfncheck
mandir := $(DESTDIR)$(PREFIX)/share/man/man1
docdir := $(DESTDIR)$(PREFIX)/share/doc/gfncheck
compdir := $(DESTDIR)$(PREFIX)/share/bash-completion/completions
tools := $(wildcard scripts/gfn-*)
pages := $(wildcard docs/man/*.1)
# bash-completion loads the file that has the command's name.
completed := $(shell sed -n 's/^complete -F [^ ]* //p' scripts/completion.bash)

# The scripts find the rest of the package beside their own folder.
install: $(BIN)
	install -d $(bindir) $(libexec)/scripts/convert $(libexec)/scripts/prepare $(libexec)/scripts/prove \
		$(libexec)/tests/prove $(libexec)/checker/tables $(libexec)/cocci $(mandir) $(docdir) $(compdir)
	install -m 755 $(BIN) $(libexec)/gfncheck
	install -m 755 $(tools) $(libexec)/scripts
	install -m 644 scripts/tree.sh $(libexec)/scripts
	install -m 644 $(wildcard scripts/convert/*) $(libexec)/scripts/convert
	install -m 644 $(wildcard scripts/prepare/*) $(libexec)/scripts/prepare
	install -m 644 $(filter-out %/debian,$(wildcard scripts/prove/*)) $(libexec)/scripts/prove
	install -m 644 $(wildcard tests/prove/*) $(libexec)/tests/prove
	install -m 644 checker/tables/accessors.def $(libexec)/checker/tables
	install -m 644 $(wildcard cocci/*.cocci) cocci/macros.h $(libexec)/cocci
	install -m 644 $(pages) $(mandir)
	install -m 644 README.md $(wildcard docs/*.md docs/*.json) $(docdir)
	install -m 644 scripts/completion.bash $(compdir)/gfncheck
	ln -sf ../lib/gfncheck/gfncheck $(bindir)/gfncheck
	$(foreach t,$(notdir $(tools)),ln -sf ../lib/gfncheck/scripts/$t $(bindir)/$t &&) :
	$(foreach c,$(filter-out gfncheck,$(completed)),ln -sf gfncheck $(compdir)/$c &&) :

uninstall:
	rm -rf $(libexec) $(docdir)
	rm -f $(addprefix $(bindir)/,gfncheck $(notdir $(tools)))
	rm -f $(addprefix $(mandir)/,$(notdir $(pages)))
	rm -f $(addprefix $(compdir)/,gfncheck $(completed))

clean:
	rm -rf $(BUILD) $(BIN)

help:
	@echo 'make            build ./gfncheck'
	@echo 'make deps       install the Debian packages that are needed (or print their names)'
	@echo 'make check      packages, build, run the tests (TESTS="tests/a.sh tests/b.sh" for some)'
	@echo 'make check-quick  those of the tests that take seconds'
	@echo 'make check-sanitized  unit tests and cases, built with -fsanitize=address,undefined'
	@echo 'make demo       everything: packages, build, Linux 6.12, convert x86 KVM, check, verify'
	@echo '                (KERNEL=6.1 for that one, DEMO=DIR to work elsewhere than in build/demo)'
	@echo 'make bench      measure checks and reviews against clang -fsyntax-only and sparse, and write'
	@echo '                docs/bench.md: three rounds, about ten minutes of a quiet machine'
	@echo '                (BENCH="OPTION..." for scripts/bench, such as "--build b/s390 -n 5")'
	@echo 'make prove      build Linux 6.12 as it is and converted, boot both in QEMU, and see what'
	@echo '                guests in SMM read (KERNEL=6.1 for that one, PROVE=DIR to work elsewhere)'
	@echo 'make gen        write cocci/*.cocci from the accessor table'
	@echo 'make install    into PREFIX=$(PREFIX), below DESTDIR= for packagers; uninstall undoes it'
	@echo 'make clean      remove what make made'
	@echo
	@echo 'LLVM_CONFIG=    the llvm-config of the libclang to use ($(LLVM_CONFIG))'
	@echo 'HOMEPAGE=       what reports link to for more: where the documents are published'
	@echo 'CC= CFLAGS= WERROR=-Werror V=1 BUILD= BIN=   as everywhere'

-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d)
