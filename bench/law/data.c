#include "data.h"

static uint32_t next(uint64_t *state, uint32_t n)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15ull;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
	z = (z ^ z >> 27) * 0x94D049BB133111EBull;
	return (uint32_t)((z ^ z >> 31) % n);
}

static uint8_t *column(size_t n)
{
	uint8_t *p = calloc(n ? n : 1, 1);
	if (!p) {
		fputs("no memory\n", stderr);
		exit(1);
	}
	return p;
}

static uint8_t rating(uint64_t *s, bool strong)
{
	uint32_t r = next(s, 100);
	if (strong)
		return r < 60 ? 5 : r < 97 ? 4 : 3;
	return r < 8 ? 5 : r < 85 ? 4 : r < 98 ? 3 : 2;
}

static uint8_t titles(uint64_t *s, const struct data *d, size_t i, int y)
{
	bool works = d->works[AT_OFFICE][y][i] > 0;
	uint8_t r = d->rating[y][i], t = r >= 4 ? 1 : 0;
	if (t && (r == 5 || works) && next(s, 100) < 85)
		t |= 2;
	if (t & 2 && y >= 2 && d->titles[y - 1][i] & 2 && d->titles[y - 2][i] & 2 && next(s, 100) < 40)
		t |= 4;
	return t;
}

void data_make(size_t n, struct data *d)
{
	uint64_t s = 20261128;
	d->n = n;
	d->pending = column(n);
	for (int y = 0; y < YEARS; y++) {
		d->rating[y] = column(n);
		d->titles[y] = column(n);
		for (int k = 0; k < SCOPE_COLUMNS; k++)
			d->works[k][y] = column(n);
	}
	for (size_t i = 0; i < n; i++) {
		bool strong = next(&s, 100) < 25;
		d->pending[i] = next(&s, 100) < 2;
		for (int y = 0; y < YEARS; y++) {
			uint8_t nation = strong && next(&s, 100) < 2, province = strong && next(&s, 100) < 15;
			uint8_t office =
				next(&s, 100) < (strong ? 45u : 8u) ? (uint8_t)(1 + (next(&s, 10) == 0)) : 0;
			d->works[AT_NATION][y][i] = nation;
			d->works[AT_PROVINCE][y][i] = (uint8_t)(nation + province);
			d->works[AT_OFFICE][y][i] = (uint8_t)(nation + province + office);
			d->rating[y][i] = rating(&s, strong);
			d->titles[y][i] = titles(&s, d, i, y);
		}
	}
}

static FILE *open_for(const char *prefix, const char *suffix)
{
	char path[1000];
	snprintf(path, sizeof path, "%s%s", prefix, suffix);
	FILE *f = fopen(path, "wb");
	if (!f)
		perror(path);
	return f;
}

int data_write(const struct data *d, const char *prefix, size_t lines)
{
	FILE *people = open_for(prefix, "_person.csv"), *years = open_for(prefix, "_py.csv");
	FILE *objects = open_for(prefix, ".jsonl");
	if (!people || !years || !objects)
		return 1;
	for (size_t i = 0; i < d->n; i++) {
		fprintf(people, "%zu,%d\n", i + 1, d->pending[i]);
		if (i < lines)
			fprintf(objects, "{\"pid\":%zu,\"disc\":%d", i + 1, d->pending[i]);
		for (int y = 0; y < YEARS; y++) {
			int r = d->rating[y][i], t = d->titles[y][i], o = d->works[AT_OFFICE][y][i];
			int p = d->works[AT_PROVINCE][y][i], n = d->works[AT_NATION][y][i];
			fprintf(years, "%zu,%d,%d,%d,%d,%d,%d\n", i + 1, y, r, t, o, p, n);
			if (i < lines)
				fprintf(objects, ",\"r%d\":%d,\"t%d\":%d,\"o%d\":%d,\"p%d\":%d,\"n%d\":%d", y, r, y,
				        t, y, o, y, p, y, n);
		}
		if (i < lines)
			fputs("}\n", objects);
	}
	return fclose(people) | fclose(years) | fclose(objects);
}

void six_by_loop(const struct data *d, uint8_t *out)
{
	const uint8_t *r4 = d->rating[4], *r3 = d->rating[3], *t3 = d->titles[3], *t2 = d->titles[2];
	const uint8_t *o4 = d->works[AT_OFFICE][4], *o3 = d->works[AT_OFFICE][3];
	const uint8_t *p4 = d->works[AT_PROVINCE][4], *p3 = d->works[AT_PROVINCE][3],
				  *p2 = d->works[AT_PROVINCE][2];
	const uint8_t *n4 = d->works[AT_NATION][4], *n3 = d->works[AT_NATION][3],
				  *n2 = d->works[AT_NATION][2];
	for (size_t i = 0; i < d->n; i++) {
		unsigned good = r4[i] >= 4, base = good & ((r4[i] == 5) | (o4[i] > 0));
		unsigned b3 = t3[i] >> 1 & 1, b2 = t2[i] >> 1 & 1;
		unsigned tinh = base & b3 & b2 & ((p4[i] | p3[i] | p2[i]) > 0);
		unsigned nuoc = tinh & (t3[i] >> 2 & 1) & ((n4[i] | n3[i] | n2[i]) > 0);
		unsigned twice = (r4[i] == 5) & (r3[i] == 5) & (o4[i] + o3[i] >= 2);
		unsigned all = good | base << 1 | tinh << 2 | nuoc << 3 | (base & b3) << 4 | twice << 5;
		out[i] = d->pending[i] ? 0 : (uint8_t)all;
	}
}
