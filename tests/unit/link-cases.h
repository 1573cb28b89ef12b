/* SPDX-License-Identifier: GPL-2.0-only */
/* Cases of link.c, each { name, program }. */
{ "a vCPU parameter's kvm is direct", "\
unit a.c kvm\n\
func f v\n\
site d P0 direct\n\
" },
{ "a local kvm = vcpu->kvm is an alias", "\
unit a.c kvm\n\
func f v\n\
site o P0>kvm_vcpu.kvm alias\n\
" },
{ "all callers pass a vCPU's kvm, to any depth", "\
unit a.c kvm\n\
func helper@a.c k\n\
site o P0 callers\n\
vcpu -\n\
why p0 is the parameter of exit()\n\
why middle() is called with P0>kvm_vcpu.kvm\n\
why helper() is called with P0\n\
func middle@a.c k\n\
call Fhelper@a.c P0\n\
func exit v\n\
call Fmiddle@a.c P0>kvm_vcpu.kvm\n\
" },
{ "a vCPU parameter that every caller gives the same vCPU", "\
unit a.c kvm\n\
func helper@a.c k v\n\
scope vcpu P1\n\
site o P0 callers\n\
vcpu vcpu\n\
func middle@a.c k v\n\
call Fhelper@a.c P0 P1\n\
func exit v\n\
call Fmiddle@a.c P0>kvm_vcpu.kvm P0\n\
" },
{ "a vCPU parameter that one caller gives another vCPU", "\
unit a.c kvm\n\
func helper@a.c k v\n\
scope vcpu P1\n\
site o P0 callers\n\
vcpu -\n\
func exit v v\n\
call Fhelper@a.c P0>kvm_vcpu.kvm P0\n\
call Fhelper@a.c P0>kvm_vcpu.kvm P1\n\
" },
{ "an ioctl and a vCPU: mixed, with a chain of each kind", "\
unit a.c kvm\n\
func helper@a.c k\n\
site o P0 mixed\n\
why on behalf of a vCPU: p0 is the parameter of exit()\n\
why on behalf of the VM: file.private_data\n\
func exit v\n\
call Fhelper@a.c P0>kvm_vcpu.kvm\n\
func kvm_vm_ioctl@a.c s\n\
call Fhelper@a.c P0>file.private_data\n\
" },
{ "an ioctl only: vm", "\
unit a.c kvm\n\
func helper@a.c k\n\
site o P0 vm\n\
func kvm_vm_ioctl@a.c s\n\
call Fhelper@a.c P0>file.private_data\n\
file\n\
store Gfops file_operations.unlocked_ioctl Fkvm_vm_ioctl@a.c\n\
" },
{ "never called, exported or not: unknown", "\
unit a.c kvm\n\
export f\n\
func f k\n\
site o P0 unknown\n\
why nothing that was analysed calls f(), which is exported\n\
func g@a.c k\n\
site o P0 unknown\n\
" },
{ "an exported function with visible callers is judged by these", "\
unit a.c kvm\n\
export f\n\
func f k\n\
site o P0 callers\n\
unit b.c kvm-intel\n\
func g v\n\
call Ff P0>kvm_vcpu.kvm\n\
" },
{ "recursion", "\
unit a.c kvm\n\
func walk@a.c k\n\
site o P0 callers\n\
call Fother@a.c P0\n\
func other@a.c k\n\
call Fwalk@a.c P0\n\
func exit v\n\
call Fwalk@a.c P0>kvm_vcpu.kvm\n\
" },
{ "static twins stay apart", "\
unit a.c kvm\n\
func helper@a.c k\n\
site o P0 callers\n\
func exit v\n\
call Fhelper@a.c P0>kvm_vcpu.kvm\n\
unit b.c kvm\n\
func helper@b.c k\n\
site o P0 vm\n\
func ioctl@b.c s\n\
call Fhelper@b.c P0>file.private_data\n\
" },
{ "same-named functions of exclusive modules stay apart", "\
unit hv.c kvm-hv\n\
func walk k\n\
site o P0 callers\n\
unit pr.c kvm-pr\n\
func walk k\n\
site o P0 vm\n\
unit hv2.c kvm-hv\n\
func exit v\n\
call Fwalk P0>kvm_vcpu.kvm\n\
unit pr2.c kvm-pr\n\
func ioctl s\n\
call Fwalk P0>file.private_data\n\
" },
{ "a header's inline is one function for all units", "\
unit a.c kvm\n\
func inl@i.h k\n\
site o P0 mixed\n\
func exit v\n\
call Finl@i.h P0>kvm_vcpu.kvm\n\
unit b.c kvm\n\
func inl@i.h k\n\
site o P0 mixed\n\
func ioctl s\n\
call Finl@i.h P0>file.private_data\n\
" },
{ "an ops table", "\
unit a.c kvm\n\
func op@a.c k\n\
site o P0 callers\n\
why through x->op\n\
file\n\
store Gops my_ops.op Fop@a.c\n\
func exit v\n\
call P0>kvm_vcpu_arch.ops>my_ops.op P0>kvm_vcpu.kvm\n\
" },
{ "an array of handlers", "\
unit a.c kvm\n\
func handler@a.c k\n\
site o P0 callers\n\
file\n\
store Ghandlers * Fhandler@a.c\n\
func exit v\n\
call Ghandlers>* P0>kvm_vcpu.kvm\n\
" },
{ "an ops table that nothing visible calls through: unknown", "\
unit a.c kvm\n\
func op@a.c k\n\
site o P0 unknown\n\
why its address goes to my_ops.op\n\
file\n\
store Gops my_ops.op Fop@a.c\n\
" },
{ "a notifier's own kvm, by container_of: vm", "\
unit a.c kvm\n\
func invalidate@a.c s\n\
site o P0 vm\n\
file\n\
store Gops mmu_notifier_ops.invalidate Finvalidate@a.c\n\
" },
{ "a notifier's kvm through a helper, whose argument scan does not keep: vm", "\
unit a.c kvm\n\
func to_kvm@a.c s\n\
ret P0\n\
func arch k\n\
site o P0 vm\n\
func invalidate@a.c s\n\
call Fto_kvm@a.c -\n\
call Farch C0\n\
file\n\
store Gops mmu_notifier_ops.invalidate Finvalidate@a.c\n\
" },
{ "a function passed to one that calls it", "\
unit a.c kvm\n\
func cb@a.c k\n\
site o P0 callers\n\
func each@a.c k f\n\
call P1 P0\n\
func exit v\n\
call Feach@a.c P0>kvm_vcpu.kvm Fcb@a.c\n\
" },
{ "a function passed to one that cannot be seen: unknown", "\
unit a.c kvm\n\
func cb@a.c k\n\
site o P0 unknown\n\
why its address goes to kthread_run()\n\
func exit v\n\
call Fkthread_run Fcb@a.c P0>kvm_vcpu.kvm\n\
call Fcb@a.c P0>kvm_vcpu.kvm\n\
" },
{ "a static call goes to what it is set to", "\
unit a.c kvm\n\
func exit v\n\
call F__SCT__kvm_x86_op P0>kvm_vcpu.kvm\n\
func update@a.c\n\
call F__static_call_update G__SCK__kvm_x86_op F__SCT__kvm_x86_op Gkvm_x86_ops>kvm_x86_ops.op\n\
unit b.c kvm-intel\n\
func vmx_op@b.c k\n\
site o P0 callers\n\
file\n\
store Gvmx kvm_x86_ops.op Fvmx_op@b.c\n\
" },
{ "a static call whose updates are not seen goes to the ops' member", "\
unit a.c kvm\n\
func exit v\n\
call F__SCT__kvm_x86_op P0>kvm_vcpu.kvm\n\
unit b.c kvm-intel\n\
func vmx_op@b.c k\n\
site o P0 callers\n\
file\n\
store Gvmx kvm_x86_ops.op Fvmx_op@b.c\n\
" },
{ "handed over as a void pointer: unknown, not a guess", "\
unit a.c kvm\n\
func worker@a.c p\n\
site o P0 unknown\n\
why as a void pointer\n\
func exit v\n\
call Fworker@a.c P0>kvm_vcpu.kvm\n\
" },
{ "a void pointer member that a vCPU's kvm is stored in: unknown", "\
unit a.c kvm\n\
func worker@a.c s\n\
site o P0>work.private unknown\n\
func exit v s\n\
store P1 work.private P0>kvm_vcpu.kvm\n\
" },
{ "a weak function and the one that replaces it", "\
unit main.c kvm\n\
func hook k\n\
func exit v\n\
call Fhook P0>kvm_vcpu.kvm\n\
unit arch.c kvm\n\
func hook k\n\
site o P0 callers\n\
" },
{ "a void pointer member with something else in it: vm", "\
unit a.c kvm\n\
func open@a.c s\n\
site o P0>inode.i_private vm\n\
file\n\
store Gfops file_operations.open Fopen@a.c\n\
func other s q\n\
store P0 inode.i_private P1\n\
" },
{ "a member that only vCPUs' are stored in", "\
unit a.c kvm\n\
func use s\n\
site o P0>walk.kvm callers\n\
why it is stored in walk.kvm\n\
func exit v s\n\
store P1 walk.kvm P0>kvm_vcpu.kvm\n\
" },
{ "a member that the VM's are stored in too: mixed", "\
unit a.c kvm\n\
func use s\n\
site o P0>walk.kvm mixed\n\
func exit v s\n\
store P1 walk.kvm P0>kvm_vcpu.kvm\n\
func ioctl s s\n\
store P1 walk.kvm P0>file.private_data\n\
" },
{ "a device's kvm: vm", "\
unit a.c kvm\n\
func use v\n\
site o P0>its.dev>kvm_device.kvm vm\n\
func create k s\n\
store P1 kvm_device.kvm P0\n\
" },
{ "a local struct that is passed on, by each caller's content", "\
unit a.c kvm\n\
func use@a.c s\n\
site o P0>walk.kvm callers\n\
func exit v\n\
store L0 walk.kvm P0>kvm_vcpu.kvm\n\
call Fuse@a.c L0\n\
func other@a.c s\n\
call Fsomething L0\n\
store L0 walk.kvm P0>file.private_data\n\
" },
{ "a local struct used where it is", "\
unit a.c kvm\n\
func exit v\n\
store L0 walk.kvm P0>kvm_vcpu.kvm\n\
site o L0>walk.kvm alias\n\
" },
{ "a function that returns its vCPU's kvm", "\
unit a.c kvm\n\
func get_kvm@a.c v\n\
ret P0>kvm_vcpu.kvm\n\
func twice@a.c v\n\
call Fget_kvm@a.c P0\n\
ret C0\n\
func exit v\n\
call Ftwice@a.c P0\n\
site o C0 alias\n\
" },
{ "a looked-up vCPU is foreign", "\
unit a.c kvm\n\
func kvm_get_vcpu@k.h k\n\
call Fxa_load P0\n\
ret C0\n\
func f k\n\
call Fkvm_get_vcpu@k.h P0\n\
site d C0 foreign\n\
why xa_load() looks one up\n\
site o C0>kvm_vcpu.kvm foreign\n\
" },
{ "a vCPU out of the VM's array, of a list, of another vCPU's VM: foreign", "\
unit a.c kvm\n\
func f k v\n\
site d P0>kvm.vcpus>* foreign\n\
site d P0>kvm_arch.apic_map>kvm_apic_map.phys_map>kvm_lapic.vcpu foreign\n\
site d P1>kvm_vcpu.kvm>kvm_arch.bsp>kvm_lapic.vcpu foreign\n\
site d Gwaiters>list_head.next foreign\n\
" },
{ "the vCPU that runs, made here, of an own sub-object or file: its own", "\
unit a.c kvm\n\
func f v s\n\
call Fkvm_get_running_vcpu\n\
site d C0 direct\n\
site d N direct\n\
site d P0>kvm_vcpu_arch.apic>kvm_lapic.vcpu direct\n\
site d P1>file.private_data direct\n\
" },
{ "a parameter is foreign only when every caller passes a foreign one", "\
unit a.c kvm\n\
func kick@a.c v\n\
site d P0 foreign\n\
func both@a.c v\n\
site d P0 direct\n\
func f k v\n\
call Fxa_load P0\n\
call Fkick@a.c C0\n\
call Fboth@a.c C0\n\
call Fboth@a.c P1\n\
" },
{ "a foreign vCPU's kvm, passed on", "\
unit a.c kvm\n\
func helper@a.c k\n\
site o P0 foreign\n\
func f k\n\
call Fxa_load P0\n\
call Fhelper@a.c C0>kvm_vcpu.kvm\n\
" },
{ "the last reference does not make destruction a vCPU's", "\
unit a.c kvm\n\
func kvm_arch_destroy_vm k\n\
site o P0 vm\n\
func kvm_destroy_vm@a.c k\n\
call Fkvm_arch_destroy_vm P0\n\
func kvm_put_kvm k\n\
call Fkvm_destroy_vm@a.c P0\n\
func kvm_vcpu_release v\n\
call Fkvm_put_kvm P0>kvm_vcpu.kvm\n\
" },
{ "a VM that is created: vm", "\
unit a.c kvm\n\
func init@a.c k\n\
site o P0 vm\n\
func create\n\
call Finit@a.c N\n\
" },
{ "null says nothing, what cannot be told is unknown", "\
unit a.c kvm\n\
func f@a.c k\n\
site o P0 callers\n\
func g@a.c k\n\
site o P0 unknown\n\
func exit v\n\
call Ff@a.c P0>kvm_vcpu.kvm\n\
call Ff@a.c 0\n\
call Fg@a.c P0>kvm_vcpu.kvm\n\
call Fg@a.c ?\n\
" },
{ "an argument that scan did not keep is unknown", "\
unit a.c kvm\n\
func f@a.c k\n\
site o P0 unknown\n\
func exit v\n\
call Ff@a.c -\n\
" },
{ "a shadow page's gfn, through helpers and parameters", "\
unit a.c kvm\n\
func get_gfn@a.c s o\n\
ret P0>kvm_mmu_page.gfn|P0>kvm_mmu_page.shadowed_translation>*\n\
func use@a.c k o\n\
site o P0 callers P1\n\
sp\n\
func zap v s\n\
store P1 kvm_mmu_page.gfn ?\n\
call Fget_gfn@a.c P1 -\n\
call Fuse@a.c P0>kvm_vcpu.kvm C0\n\
func other v s o\n\
site d P0 direct P1>kvm_mmu_page.gfn\n\
sp\n\
site d P0 direct P2\n\
" },
{ "a weak function stays where another module has the other one", "\
unit a.c kvm\n\
func helper k\n\
weak\n\
site o P0 callers\n\
unit b.c kvm\n\
func exit v\n\
call Fhelper P0>kvm_vcpu.kvm\n\
unit c.c kvm-intel\n\
func helper k\n\
ret P0\n\
" },
{ "the VM's by its member, although what is stored there cannot be told: which says so", "\
unit a.c kvm\n\
func f s\n\
site o P0>my_ctx.kvm vm\n\
why no vCPU's is seen\n\
func set s\n\
call Fget_kvm P0\n\
store P0 my_ctx.kvm C0\n\
" },
{ "a call through the result of another, which is seen later", "\
unit a.c kvm\n\
func target@a.c k\n\
site o P0 callers\n\
func get@a.c\n\
ret Ftarget@a.c\n\
file\n\
store Gops my_ops.get Fget@a.c\n\
func exit v\n\
call C1 P0>kvm_vcpu.kvm\n\
call Gops>my_ops.get\n\
" },
{ "a static call whose key is read", "\
unit a.c kvm\n\
func one@a.c k\n\
site o P0 callers\n\
func update@a.c\n\
call F__static_call_update G__SCK__kvm_x86_one F__SCT__kvm_x86_one Fone@a.c\n\
func exit v\n\
call G__SCK__kvm_x86_one>static_call_key.func P0>kvm_vcpu.kvm\n\
" },
{ "what other units are asked for: callers, by the name and by the places of the address", "\
unit a.c kvm\n\
func first@a.c k\n\
site o P0 unknown\n\
file\n\
store Gops my_ops.slot Ffirst@a.c|Fother@a.c\n\
wants first slot\n\
unit b.c kvm\n\
" },
{ "what other units are asked for: what a function is passed to", "\
unit a.c kvm\n\
func thread@a.c k\n\
site o P0 unknown\n\
func start v\n\
call Fkthread_run Fthread@a.c\n\
wants thread x->op\n\
" },
{ "what other units are asked for: what is stored where a kvm is read", "\
unit a.c kvm\n\
func f s\n\
site o P0>my_ctx.kvm vm\n\
wants f .kvm\n\
" },
{ "what other units are asked for: the body of what is called", "\
unit a.c kvm\n\
func f s\n\
call Fget_kvm P0\n\
site o C0 unknown\n\
wants get_kvm\n\
" },
