/* pack.c: facts to planes: one subject from its record, or all of them from columns. */
#include "law/program.h"

static bool post(const struct digest *d, const struct digest_side *s, const struct law_input *in,
                 bool hi)
{
	int months = 0;
	for (int i = 0; i < LAW_POSTS_MAX; i++)
		months += in->mask & (1u << i) ? s->months[i] : 0;
	bool reduced = d->sex == LAW_FEMALE || (hi && d->sex == LAW_SEX_UNKNOWN);
	return months >= (reduced ? in->need_women : in->need);
}

static bool holds(const struct digest *d, const struct law_input *in, bool hi)
{
	const struct digest_side *s = hi ? &d->hi : &d->lo;
	switch (in->kind) {
	case LAW_IN_RATING: return s->rating[in->offset] >= in->level;
	case LAW_IN_HELD: return s->held[in->offset] >> in->award & 1;
	case LAW_IN_BEFORE: return s->before[in->offset] >> in->award & 1;
	case LAW_IN_NEVER: return !((hi ? d->lo.ever : d->hi.ever) >> in->award & 1);
	case LAW_IN_WORKS: return s->works[in->study][in->for_form][in->scope][in->offset] >= in->level;
	case LAW_IN_DEED: return s->deeds[in->scope] & in->mask;
	case LAW_IN_CADRE: return d->cadre == LAW_CADRE_UNKNOWN ? hi : in->mask >> d->cadre & 1;
	case LAW_IN_POST: return post(d, s, in, hi);
	case LAW_IN_ATTEST: return s->attest >> in->award & 1;
	case LAW_IN_NUMBER: break;
	}
	return number_holds((enum node_kind)in->condition, d->number[in->a], d->number[in->b],
	                    in->threshold, hi);
}

static void set_bit(uint64_t *plane, size_t i, bool on)
{
	uint64_t bit = 1ull << (i % 64);
	plane[i / 64] = (plane[i / 64] & ~bit) | (on ? bit : 0);
}

void law_pack(const struct law_program *p, struct law_planes *f, size_t i,
              const struct law_facts *facts, struct date on, int year)
{
	struct digest d;
	digest_of(p->law, facts, on, year, &d);
	for (int k = 0; k < p->input_count; k++) {
		set_bit(f->lo[k], i, holds(&d, &p->inputs[k], false));
		set_bit(f->hi[k], i, holds(&d, &p->inputs[k], true));
	}
	set_bit(f->held, i, d.held_back);
}

/* --- columns -----------------------------------------------------------------------------------
 */

/* Eight bytes of 0 or 1 to eight bits: the product moves each to its place in the top byte. */
static uint64_t gather(const uint8_t *ones)
{
	uint64_t out = 0;
	for (int k = 0; k < 8; k++) {
		uint64_t eight;
		memcpy(&eight, ones + k * 8, 8);
		out |= (eight * 0x0102040810204080ull >> 56) << (k * 8);
	}
	return out;
}

#define FILL(test)                                                                                 \
	do {                                                                                           \
		uint8_t ones[64];                                                                          \
		size_t i = 0;                                                                              \
		for (; i + 64 <= n; i += 64) {                                                             \
			for (int k = 0; k < 64; k++) {                                                         \
				uint8_t v = column[i + (size_t)k];                                                 \
				ones[k] = (uint8_t)(test);                                                         \
			}                                                                                      \
			to[i / 64] = gather(ones);                                                             \
		}                                                                                          \
		if (i == n)                                                                                \
			return;                                                                                \
		memset(ones, 0, sizeof ones);                                                              \
		for (size_t k = 0; i + k < n; k++) {                                                       \
			uint8_t v = column[i + k];                                                             \
			ones[k] = (uint8_t)(test);                                                             \
		}                                                                                          \
		to[i / 64] = gather(ones);                                                                 \
	} while (0)

void law_fill_at_least(const uint8_t *column, size_t n, uint8_t least, uint64_t *to)
{
	FILL(v >= least);
}

void law_fill_any(const uint8_t *column, size_t n, uint8_t mask, uint64_t *to)
{
	FILL((v & mask) != 0);
}
