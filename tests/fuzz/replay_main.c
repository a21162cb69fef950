/*
 * replay_main.c: runs a fuzz target over a stored corpus, for compilers without libFuzzer.
 *
 * Arguments are files, or folders whose files are run in the order of their names. Exits
 * 0 when the target came through all of them; finding a fault is the sanitizers' part.
 */
#include "base/buf.h"

#include <dirent.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FILE_MAX ((size_t)16 << 20)

static int run_file(const char *path)
{
	struct buf b;
	size_t n;
	buf_init(&b, FILE_MAX);
	FILE *f = fopen(path, "rb");
	char *to;
	int failed = !f;
	while (f && (to = buf_room(&b, 4096)) && (n = fread(to, 1, 4096, f)))
		b.n += n;
	if (f) {
		failed = b.failed || ferror(f);
		fclose(f);
	}
	if (failed)
		fprintf(stderr, "cannot read %s\n", path);
	else
		LLVMFuzzerTestOneInput((const uint8_t *)buf_view(&b).p, b.n);
	buf_release(&b);
	return failed;
}

static int run_folder(const char *path, int *count)
{
	struct dirent **names;
	int failed = 0, n = scandir(path, &names, NULL, alphasort);
	if (n < 0) {
		fprintf(stderr, "cannot read %s\n", path);
		return 1;
	}
	for (int i = 0; i < n; i++) {
		char full[4096];
		struct stat st;
		int len = snprintf(full, sizeof full, "%s/%s", path, names[i]->d_name);
		if (len < (int)sizeof full && stat(full, &st) == 0 && S_ISREG(st.st_mode)) {
			failed |= run_file(full);
			(*count)++;
		}
		free(names[i]);
	}
	free(names);
	return failed;
}

int main(int argc, char **argv)
{
	int failed = 0, count = 0;
	for (int i = 1; i < argc; i++) {
		struct stat st;
		if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode)) {
			failed |= run_folder(argv[i], &count);
		} else {
			failed |= run_file(argv[i]);
			count++;
		}
	}
	/* An empty corpus is a wrong path, not a success. */
	if (count == 0) {
		fprintf(stderr, "usage: %s file-or-folder ...\n", argv[0]);
		return 2;
	}
	printf("%d inputs\n", count);
	return failed;
}
