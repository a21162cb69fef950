/* Any bytes as what a taken-over child sends; the first says in which pieces they come. */
#include "sheet_roundtrip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = {0}, again = {0};
	if (size == 0)
		return 0;
	struct str rest = {.p = (const char *)data + 1, .n = size - 1};
	enum rc whole = feed(rest, rest.n + 1, &e);
	enum rc pieces = feed(rest, (size_t)data[0] + 1, &again);
	BUG_ON(whole != pieces);
	return 0;
}
