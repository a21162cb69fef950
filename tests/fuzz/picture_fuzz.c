/* Any bytes as a picture; what comes out must be a picture again. */
#include "doc/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str file = {.p = (const char *)data, .n = size};
	struct buf out, again;
	buf_init(&out, (size_t)8 << 20);
	buf_init(&again, (size_t)8 << 20);
	picture_orientation(file);
	if (picture_clean(file, 64, &out, NULL) == RC_OK)
		BUG_ON(picture_clean(buf_view(&out), 64, &again, NULL) != RC_OK);
	buf_release(&out);
	buf_release(&again);
	return 0;
}
