/* As old headers of s390 name the memory that an instruction writes. */
static inline void clear_table(unsigned long *s, unsigned long n)
{
	typedef struct { char _[n]; } addrtype;

	asm volatile("" : "=m" (*(addrtype *)s));
}
