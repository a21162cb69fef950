#include "auth/keys_inner.h"
#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- the file ------------------------------------------------------------------ */

/* Cuts the path into the folder (opened, checked, perhaps made) and the file's name. */
static enum rc open_folder(const char *path, bool make, int *dir, const char **name, struct err *e)
{
	char folder[512];
	struct stat st;
	const char *slash = strrchr(path, '/');
	*name = slash ? slash + 1 : path;
	int n = snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1,
	                 slash ? path : ".");
	if (n < 1 || (size_t)n >= sizeof folder || !**name)
		return err_set(e, RC_INVALID, "Đường dẫn tệp khóa không hợp lệ: %s", path);
	if (make && mkdir(folder, 0700) != 0 && errno != EEXIST)
		return err_detail(e, RC_IO, "keys: mkdir: %s", strerror(errno));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0) {
		int why = errno;
		if (fd >= 0)
			close(fd);
		if (why == ENOENT)
			return err_set(e, RC_NOTFOUND, "Không có thư mục khóa %s.", folder);
		return err_detail(e, RC_IO, "keys: open folder: %s", strerror(why));
	}
	if ((st.st_mode & 022) || (st.st_uid != geteuid() && st.st_uid != 0)) {
		close(fd);
		return err_set(e, RC_DENIED,
		               "Người khác ghi được vào thư mục khóa %s. Hãy giao thư mục cho tài khoản "
		               "chạy chương trình và đặt quyền: chmod 700 %s",
		               folder, folder);
	}
	*dir = fd;
	return RC_OK;
}

static enum rc check_file(int fd, const char *name, struct err *e)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return err_detail(e, RC_IO, "keys: fstat: %s", strerror(errno));
	if (!S_ISREG(st.st_mode) || (st.st_mode & 077) || (st.st_uid != geteuid() && st.st_uid != 0))
		return err_set(e, RC_DENIED,
		               "Người khác đọc được tệp khóa \"%s\". Hãy giao tệp cho tài khoản chạy "
		               "chương trình, đặt quyền chmod 600, rồi xoay vòng mọi khóa.",
		               name);
	return RC_OK;
}

static enum rc read_text(int fd, struct ring_text *t, struct err *e)
{
	t->n = 0;
	for (;;) {
		ssize_t n = read(fd, t->p + t->n, RING_MAX - t->n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_detail(e, RC_IO, "keys: read: %s", strerror(errno));
		if (n == 0)
			return RC_OK; /* one that fills RING_MAX lacks its end and fails its sum */
		t->n += (size_t)n;
	}
}

static enum rc ring_read(int dir, const char *name, struct key_set **out, struct err *e)
{
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return err_set(e, RC_NOTFOUND,
		               "Không có tệp khóa \"%s\". Hãy khởi tạo dữ liệu, hoặc khôi "
		               "phục tệp khóa từ bản ký gửi.",
		               name);
	if (fd < 0 && errno == ELOOP)
		return err_set(e, RC_DENIED, "Tệp khóa \"%s\" là liên kết. Hãy đặt tệp thật vào chỗ đó.",
		               name);
	if (fd < 0)
		return err_detail(e, RC_IO, "keys: open: %s", strerror(errno));
	struct ring_text *text = secure_alloc(sizeof *text);
	enum rc rc = check_file(fd, name, e);
	if (rc == RC_OK)
		rc = read_text(fd, text, e);
	if (rc == RC_OK)
		rc = ring_read_text(text, out, e);
	sodium_free(text);
	close(fd);
	return rc;
}

static bool write_text(int fd, const struct ring_text *t)
{
	for (size_t at = 0; at < t->n;) {
		ssize_t n = write(fd, t->p + at, t->n - at);
		if (n < 0 && errno != EINTR)
			return false;
		at += n > 0 ? (size_t)n : 0;
	}
	return fsync(fd) == 0;
}

/* The caller holds the folder's lock, so the side file's name is ours. */
static enum rc ring_write(int dir, const char *name, const struct key_set *set, struct err *e)
{
	char side[300];
	int n = snprintf(side, sizeof side, "%s.new", name);
	if (n < 0 || (size_t)n >= sizeof side)
		return err_detail(e, RC_INVALID, "keys: name too long");
	unlinkat(dir, side, 0);
	int fd = openat(dir, side, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_detail(e, RC_IO, "keys: create: %s", strerror(errno));
	struct ring_text *text = secure_alloc(sizeof *text);
	ring_write_text(set, text);
	bool ok = write_text(fd, text);
	sodium_free(text);
	ok = close(fd) == 0 && ok;
	ok = ok && renameat(dir, side, dir, name) == 0 && fsync(dir) == 0;
	if (ok)
		return RC_OK;
	int why = errno;
	unlinkat(dir, side, 0);
	return err_detail(e, RC_IO, "keys: write: %s", strerror(why));
}

enum rc ring_store_new(const char *path, const struct key_set *set, struct err *e)
{
	int dir;
	const char *name;
	TRY(open_folder(path, true, &dir, &name, e));
	enum rc rc =
		flock(dir, LOCK_EX) == 0 ? RC_OK : err_detail(e, RC_IO, "keys: lock: %s", strerror(errno));
	if (rc == RC_OK && faccessat(dir, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		rc = err_set(e, RC_CONFLICT, "Đã có tệp khóa %s; chương trình không ghi đè lên nó.", path);
	if (rc == RC_OK)
		rc = ring_write(dir, name, set, e);
	close(dir);
	return rc;
}

/* --- life of a ring --------------------------------------------------------------- */

static struct keys *keys_around(const char *path, struct key_set *set)
{
	struct keys *k = calloc(1, sizeof *k);
	pthread_rwlockattr_t attr;
	BUG_ON(!k);
	k->path = strdup(path);
	/* A rotation must not wait for a moment without readers: there may be none. */
	BUG_ON(!k->path || pthread_rwlockattr_init(&attr) ||
	       pthread_rwlockattr_setkind_np(&attr, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) ||
	       pthread_rwlock_init(&k->lock, &attr) || pthread_mutex_init(&k->nonces_lock, NULL));
	pthread_rwlockattr_destroy(&attr);
	k->set = set;
	k->looked_ms = clock_mono_ms();
	return k;
}

/* A new key with random bytes; ids grow. NULL when the ring is full. */
static struct key *add_key(struct key_set *set, enum key_purpose purpose)
{
	if (set->count == KEYS_MAX)
		return NULL;
	uint32_t last = set->count ? set->keys[set->count - 1].id : 0;
	struct key *key = &set->keys[set->count++];
	*key = (struct key){.purpose = purpose, .id = last + 1, .created_ms = clock_now_ms()};
	randombytes_buf(key->bytes, key_size(purpose));
	return key;
}

enum rc keys_create(const char *path, const struct box_recipient *to, struct keys **out,
                    struct err *e)
{
	struct key_set *set = secure_alloc(sizeof *set);
	add_key(set, KEY_FIELD);
	add_key(set, KEY_LOOKUP);
	add_key(set, KEY_JOURNAL);
	add_key(set, KEY_TOKEN);
	memcpy(add_key(set, KEY_BACKUP)->bytes, to, sizeof *to);
	enum rc rc = ring_store_new(path, set, e);
	if (rc == RC_OK)
		*out = keys_around(path, set);
	else
		sodium_free(set);
	return rc;
}

enum rc keys_load(const char *path, struct keys **out, struct err *e)
{
	int dir;
	const char *name;
	struct key_set *set = NULL;
	TRY(open_folder(path, false, &dir, &name, e));
	enum rc rc = ring_read(dir, name, &set, e);
	close(dir);
	if (rc == RC_OK)
		*out = keys_around(path, set);
	return rc;
}

void keys_free(struct keys *k)
{
	if (!k)
		return;
	sodium_free(k->set);
	pthread_mutex_destroy(&k->nonces_lock);
	pthread_rwlock_destroy(&k->lock);
	free(k->path);
	free(k);
}

/* --- changes -------------------------------------------------------------------------- */

struct change {
	enum key_purpose purpose;
	const struct box_recipient *to;
	uint32_t drop;
};

static bool is_newest(const struct key_set *set, int at)
{
	for (int i = at + 1; i < set->count; i++)
		if (set->keys[i].purpose == set->keys[at].purpose)
			return false;
	return true;
}

static enum rc drop_key(struct key_set *set, uint32_t id, struct err *e)
{
	int at = 0;
	while (at < set->count && set->keys[at].id != id)
		at++;
	if (at == set->count)
		return err_set(e, RC_NOTFOUND, "Không có khóa số %u.", id);
	if (set->keys[at].purpose == KEY_JOURNAL)
		return err_set(e, RC_CONFLICT, "Khóa số %u còn cần để kiểm tra nhật ký, không hủy được.",
		               id);
	if (is_newest(set, at))
		return err_set(e, RC_CONFLICT, "Khóa số %u đang dùng. Hãy xoay vòng trước khi hủy.", id);
	memmove(&set->keys[at], &set->keys[at + 1],
	        (size_t)(set->count - at - 1) * sizeof set->keys[0]);
	set->count--;
	sodium_memzero(&set->keys[set->count], sizeof set->keys[0]);
	return RC_OK;
}

/* Nobody can sign with it again; what it signed can still be checked. */
static void retire(struct key *k)
{
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	crypto_sign_seed_keypair(public_key, secret, k->bytes);
	sodium_memzero(secret, sizeof secret);
	memcpy(k->bytes, public_key, sizeof public_key);
	k->retired = true;
}

static enum rc apply(struct key_set *set, const struct change *c, struct err *e)
{
	if (c->drop)
		return drop_key(set, c->drop, e);
	for (int i = 0; i < set->count && c->purpose == KEY_JOURNAL; i++)
		if (set->keys[i].purpose == KEY_JOURNAL && !set->keys[i].retired)
			retire(&set->keys[i]);
	struct key *key = add_key(set, c->purpose);
	if (!key)
		return err_set(e, RC_TOOBIG, "Tệp khóa đã có %d khóa. Hãy hủy các khóa cũ không còn dùng.",
		               KEYS_MAX);
	if (c->to)
		memcpy(key->bytes, c->to, sizeof *c->to);
	return RC_OK;
}

/* Reads the file under the lock, changes it when asked to, and takes the result over. */
static enum rc renew(struct keys *k, const struct change *c, struct err *e)
{
	int dir;
	const char *name;
	struct key_set *set = NULL;
	TRY(open_folder(k->path, false, &dir, &name, e));
	enum rc rc =
		flock(dir, LOCK_EX) == 0 ? RC_OK : err_detail(e, RC_IO, "keys: lock: %s", strerror(errno));
	if (rc == RC_OK)
		rc = ring_read(dir, name, &set, e);
	if (rc == RC_OK && c)
		rc = apply(set, c, e);
	if (rc == RC_OK && c)
		rc = ring_write(dir, name, set, e);
	if (rc == RC_OK) {
		pthread_rwlock_wrlock(&k->lock);
		struct key_set *old = k->set;
		k->set = set;
		set = old;
		pthread_rwlock_unlock(&k->lock);
	}
	sodium_free(set);
	close(dir); /* after the exchange: the lock also orders threads */
	return rc;
}

enum rc keys_refresh(struct keys *k, struct err *e)
{
	return renew(k, NULL, e);
}

/* A replaced file is another one, or a younger one where the number was used again. */
static int64_t file_no(const char *path)
{
	struct stat st;
	if (stat(path, &st) != 0)
		return 0;
	return (int64_t)((uint64_t)st.st_ino * 1000003 + (uint64_t)st.st_mtim.tv_sec * 1000000000 +
	                 (uint64_t)st.st_mtim.tv_nsec);
}

#define LOOK_MS 1000

void ring_look(struct keys *k)
{
	int64_t now = clock_mono_ms();
	if (now - k->looked_ms < LOOK_MS)
		return;
	k->looked_ms = now;
	int64_t no = file_no(k->path);
	if (no == 0 || no == k->file_no)
		return;
	k->file_no = no;
	/* With a file that cannot be read the keys at hand go on; doctor and the next start tell. */
	if (renew(k, NULL, NULL) != RC_OK)
		k->file_no = 0;
}

enum rc keys_rotate(struct keys *k, enum key_purpose purpose, struct err *e)
{
	BUG_ON(purpose == KEY_BACKUP);
	return renew(k, &(struct change){.purpose = purpose}, e);
}

enum rc keys_set_recipient(struct keys *k, const struct box_recipient *to, struct err *e)
{
	return renew(k, &(struct change){.purpose = KEY_BACKUP, .to = to}, e);
}

enum rc keys_drop(struct keys *k, uint32_t id, struct err *e)
{
	return id ? renew(k, &(struct change){.drop = id}, e)
	          : err_set(e, RC_NOTFOUND, "Không có khóa số 0.");
}
