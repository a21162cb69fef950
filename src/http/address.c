#include "http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

/* The 16 bytes of an address, IPv4 in its mapped form; false for any other family. */
static bool address_bytes(const struct sockaddr *a, unsigned char out[16])
{
	if (a->sa_family == AF_INET6) {
		memcpy(out, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr, 16);
		return true;
	}
	if (a->sa_family != AF_INET)
		return false;
	memset(out, 0, 10);
	memset(out + 10, 0xFF, 2);
	memcpy(out + 12, &((const struct sockaddr_in *)(const void *)a)->sin_addr, 4);
	return true;
}

static bool is_mapped(const unsigned char b[16])
{
	static const unsigned char prefix[12] = {[10] = 0xFF, [11] = 0xFF};
	return memcmp(b, prefix, 12) == 0;
}

bool address_is_loopback(const struct sockaddr *addr)
{
	unsigned char b[16];
	if (!address_bytes(addr, b))
		return false;
	if (is_mapped(b))
		return b[12] == 127;
	return memcmp(b, &in6addr_loopback, 16) == 0;
}

bool address_same_client(const struct sockaddr *a, const struct sockaddr *b)
{
	unsigned char x[16], y[16];
	if (!address_bytes(a, x) || !address_bytes(b, y))
		return false;
	return memcmp(x, y, is_mapped(x) ? 16 : 8) == 0;
}

void address_text(const struct sockaddr *addr, char *to, size_t room)
{
	unsigned char b[16];
	to[0] = 0;
	if (!address_bytes(addr, b))
		return;
	if (is_mapped(b))
		inet_ntop(AF_INET, b + 12, to, (socklen_t)room);
	else
		inet_ntop(AF_INET6, b, to, (socklen_t)room);
}

static bool is_address(struct str s)
{
	char z[INET6_ADDRSTRLEN];
	unsigned char b[16];
	if (s.n == 0 || s.n >= sizeof z)
		return false;
	memcpy(z, s.p, s.n);
	z[s.n] = 0;
	return inet_pton(AF_INET, z, b) == 1 || inet_pton(AF_INET6, z, b) == 1;
}

void address_of_request(struct http_request *r, const char *peer, bool trusted_proxy)
{
	r->remote = str_of(peer);
	if (!trusted_proxy)
		return;
	struct str last = STR_NULL;
	for (int i = 0; i < r->header_count; i++) {
		struct str value = r->headers[i].value;
		if (!str_eqz(r->headers[i].name, "x-forwarded-for"))
			continue;
		while (value.p)
			last = str_trim(str_cut(&value, ','));
	}
	if (is_address(last))
		r->remote = last;
	r->tls = str_eqz(http_header(r, "x-forwarded-proto"), "https");
}
