/* Any bytes as a CSV file. */
#include "sheet_roundtrip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	roundtrip(sheet_parse_csv, (struct str){(const char *)data, size});
	return 0;
}
