#include "access.h"

int set_attr(struct kvm_device *dev, struct kvm_device_attr *attr)
{
	dirty(dev->kvm, attr->addr >> PAGE_SHIFT);
	return 0;
}
