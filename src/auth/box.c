#include "auth/box.h"

#include <errno.h>
#include <sodium.h>
#include <unistd.h>

#define STREAM(name) crypto_secretstream_xchacha20poly1305_##name

struct header {
	unsigned char magic[8];
	unsigned char version[8];
	unsigned char recipient[16];
	unsigned char sealed[crypto_box_SEALBYTES + BOX_KEY_BYTES];
	unsigned char stream[STREAM(HEADERBYTES)];
};
_Static_assert(sizeof(struct header) == 136, "the header has no padding");

static const struct header start = {.magic = "THIDUABX", .version = {1}};

enum state { WRITING, READING, ENDED, BROKEN };

/* Lives in locked memory, wiped when freed. */
struct box {
	STREAM(state) stream;
	struct header head;
	unsigned char key[BOX_KEY_BYTES]; /* while writing, for box_reread() */
	int fd;
	enum state state;
	bool first;         /* the next piece is the first one */
	size_t held, given; /* bytes in `plain`, and how many of them were handed out */
	unsigned char plain[BOX_PIECE];
	unsigned char cipher[BOX_PIECE + STREAM(ABYTES)];
};

static enum rc write_all(int fd, const void *bytes, size_t n, struct err *e)
{
	const char *p = bytes;
	while (n) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return err_detail(e, RC_IO, "box: write: %s", strerror(errno));
		p += done;
		n -= (size_t)done;
	}
	return RC_OK;
}

/* Fills `room` bytes unless the end comes first; *got says how many there were. */
static enum rc read_most(int fd, void *to, size_t room, size_t *got, struct err *e)
{
	*got = 0;
	while (*got < room) {
		ssize_t n = read(fd, (char *)to + *got, room - *got);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_detail(e, RC_IO, "box: read: %s", strerror(errno));
		if (n == 0)
			break;
		*got += (size_t)n;
	}
	return RC_OK;
}

static void fingerprint(unsigned char out[16], const struct box_recipient *r)
{
	crypto_generichash(out, 16, r->public_key, sizeof r->public_key, NULL, 0);
}

static void stream_key(unsigned char out[BOX_KEY_BYTES], const struct box_recipient *r,
                       const unsigned char random[BOX_KEY_BYTES])
{
	crypto_generichash(out, BOX_KEY_BYTES, random, BOX_KEY_BYTES, r->auth, sizeof r->auth);
}

static enum rc box_new(int fd, enum state state, struct box **out, struct err *e)
{
	BUG_ON(sodium_init() < 0);
	struct box *b = sodium_malloc(sizeof *b);
	if (!b)
		return err_detail(e, RC_IO, "box: no memory");
	memset(b, 0, sizeof *b);
	b->fd = fd;
	b->state = state;
	b->first = true;
	*out = b;
	return RC_OK;
}

enum rc box_create(int fd, const struct box_recipient *to, struct box **out, struct err *e)
{
	unsigned char random[BOX_KEY_BYTES], key[BOX_KEY_BYTES];
	struct box *b;
	TRY(box_new(fd, WRITING, &b, e));
	b->head = start;
	fingerprint(b->head.recipient, to);
	randombytes_buf(random, sizeof random);
	stream_key(key, to, random);
	int bad = crypto_box_seal(b->head.sealed, random, sizeof random, to->public_key);
	STREAM(init_push)(&b->stream, b->head.stream, key);
	memcpy(b->key, key, sizeof key);
	sodium_memzero(random, sizeof random);
	sodium_memzero(key, sizeof key);
	enum rc rc = bad ? err_detail(e, RC_INVALID, "box: the public key is of low order")
	                 : write_all(fd, &b->head, sizeof b->head, e);
	if (rc == RC_OK)
		*out = b;
	else
		box_free(b);
	return rc;
}

static enum rc put_piece(struct box *b, unsigned char tag, struct err *e)
{
	unsigned long long n;
	const unsigned char *ad = b->first ? (const unsigned char *)&b->head : NULL;
	STREAM(push)
	(&b->stream, b->cipher, &n, b->plain, b->held, ad, ad ? sizeof b->head : 0, tag);
	b->first = false;
	b->held = 0;
	enum rc rc = write_all(b->fd, b->cipher, (size_t)n, e);
	if (rc != RC_OK)
		b->state = BROKEN; /* half a piece may be out: nothing can follow it */
	return rc;
}

enum rc box_write(struct box *b, const void *bytes, size_t n, struct err *e)
{
	const char *p = bytes;
	if (b->state == BROKEN)
		return err_detail(e, RC_IO, "box: an earlier write failed");
	BUG_ON(b->state != WRITING);
	while (n) {
		/* A full piece waits for the next byte: the last one has another tag. */
		if (b->held == BOX_PIECE)
			TRY(put_piece(b, STREAM(TAG_MESSAGE), e));
		size_t part = n < BOX_PIECE - b->held ? n : BOX_PIECE - b->held;
		memcpy(b->plain + b->held, p, part);
		b->held += part;
		p += part;
		n -= part;
	}
	return RC_OK;
}

enum rc box_end(struct box *b, struct err *e)
{
	TRY(box_write(b, NULL, 0, e));
	TRY(put_piece(b, STREAM(TAG_FINAL), e));
	b->state = ENDED;
	return RC_OK;
}

void box_free(struct box *b)
{
	sodium_free(b);
}

/* Unseals the header that stands in b->head. */
static enum rc open_header(struct box *b, const struct box_secret *with, struct err *e)
{
	unsigned char mine[16], random[BOX_KEY_BYTES], key[BOX_KEY_BYTES];
	if (memcmp(b->head.magic, start.magic, sizeof start.magic) != 0)
		return err_set(e, RC_INVALID, "Tệp này không phải bản sao lưu mã hóa của chương trình.");
	if (memcmp(b->head.version, start.version, sizeof start.version) != 0)
		return err_set(e, RC_INVALID,
		               "Tệp này do một phiên bản khác tạo ra. "
		               "Hãy dùng chương trình của phiên bản đó để đọc.");
	fingerprint(mine, &with->recipient);
	if (memcmp(b->head.recipient, mine, sizeof mine) != 0)
		return err_set(e, RC_INVALID,
		               "Tệp này được mã hóa cho một khóa khôi phục khác. "
		               "Hãy dùng khóa khôi phục của thời điểm tạo tệp.");
	if (crypto_box_seal_open(random, b->head.sealed, sizeof b->head.sealed,
	                         with->recipient.public_key, with->secret_key) != 0)
		return err_set(e, RC_INVALID,
		               "Phần đầu của tệp đã bị hỏng hoặc bị sửa. "
		               "Hãy dùng một bản khác.");
	stream_key(key, &with->recipient, random);
	int bad = STREAM(init_pull)(&b->stream, b->head.stream, key);
	sodium_memzero(random, sizeof random);
	sodium_memzero(key, sizeof key);
	return bad ? err_detail(e, RC_INVALID, "box: stream header") : RC_OK;
}

enum rc box_open(int fd, const struct box_secret *with, struct box **out, struct err *e)
{
	size_t got;
	struct box *b;
	TRY(box_new(fd, READING, &b, e));
	enum rc rc = read_most(fd, &b->head, sizeof b->head, &got, e);
	if (rc == RC_OK)
		rc = open_header(b, with, e);
	if (rc == RC_OK)
		*out = b;
	else
		box_free(b);
	return rc;
}

enum rc box_reread(const struct box *written, int fd, struct box **out, struct err *e)
{
	size_t got;
	struct box *b;
	BUG_ON(written->state != ENDED);
	TRY(box_new(fd, READING, &b, e));
	enum rc rc = lseek(fd, 0, SEEK_SET) == 0
	                 ? read_most(fd, &b->head, sizeof b->head, &got, e)
	                 : err_detail(e, RC_IO, "box: seek: %s", strerror(errno));
	if (rc == RC_OK && memcmp(&b->head, &written->head, sizeof b->head) != 0)
		rc = err_set(e, RC_INVALID,
		             "Phần đầu của tệp vừa ghi không đọc lại được. Xin kiểm tra ổ đĩa.");
	if (rc == RC_OK && STREAM(init_pull)(&b->stream, b->head.stream, written->key) != 0)
		rc = err_detail(e, RC_INVALID, "box: stream header");
	if (rc == RC_OK)
		*out = b;
	else
		box_free(b);
	return rc;
}

static enum rc damaged(struct err *e)
{
	return err_set(e, RC_INVALID,
	               "Nội dung tệp đã bị hỏng, bị cắt hoặc bị sửa. Hãy dùng một bản khác.");
}

static enum rc get_piece(struct box *b, struct err *e)
{
	size_t got;
	unsigned long long n;
	unsigned char tag, more;
	const unsigned char *ad = b->first ? (const unsigned char *)&b->head : NULL;
	TRY(read_most(b->fd, b->cipher, sizeof b->cipher, &got, e));
	if (got < STREAM(ABYTES))
		return err_set(e, RC_INVALID, "Tệp bị cắt cụt, thiếu phần cuối. Hãy dùng một bản khác.");
	int bad =
		STREAM(pull)(&b->stream, b->plain, &n, &tag, b->cipher, got, ad, ad ? sizeof b->head : 0);
	if (bad)
		return damaged(e);
	if (tag == STREAM(TAG_FINAL)) {
		TRY(read_most(b->fd, &more, 1, &got, e));
		if (got)
			return err_set(e, RC_INVALID, "Tệp có dữ liệu thừa ở cuối. Hãy dùng một bản khác.");
		b->state = ENDED;
	} else if (tag != STREAM(TAG_MESSAGE) || n != BOX_PIECE) {
		return damaged(e);
	}
	b->first = false;
	b->held = (size_t)n;
	b->given = 0;
	return RC_OK;
}

enum rc box_read(struct box *b, void *to, size_t room, size_t *got, struct err *e)
{
	BUG_ON(room == 0 || b->state == WRITING);
	*got = 0;
	if (b->state == BROKEN)
		return damaged(e);
	if (b->given == b->held && b->state == READING) {
		enum rc rc = get_piece(b, e);
		if (rc != RC_OK) {
			b->state = BROKEN;
			return rc;
		}
	}
	size_t left = b->held - b->given;
	*got = left < room ? left : room;
	memcpy(to, b->plain + b->given, *got);
	b->given += *got;
	return RC_OK;
}
