/* clock.h: the only place that asks what time it is, so that tests can say. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds since 1970 UTC. The environment variable THIDUA_CLOCK_MS fixes it for tests. */
int64_t clock_now_ms(void);

/* Milliseconds that only ever grow, for durations. */
int64_t clock_mono_ms(void);

/* The same in microseconds. */
int64_t clock_mono_us(void);

#endif
