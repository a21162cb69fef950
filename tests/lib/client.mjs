// A browser without a screen: keeps cookies, sends the hidden fields, follows nothing.
import http from 'node:http';

export class Client {
	constructor(url) {
		this.url = new URL(url);
		this.agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
		this.cookies = new Map();
		this.token = '';
	}

	close() {
		this.agent.destroy();
	}

	request(method, path, { headers = {}, body } = {}) {
		const cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
		const all = { ...(cookie && { cookie }), ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }), ...headers };
		return new Promise((good, bad) => {
			const req = http.request({ host: this.url.hostname, port: this.url.port, agent: this.agent, method, path, headers: all }, (res) => {
				const parts = [];
				res.on('data', (d) => parts.push(d));
				res.on('error', bad);
				res.on('end', () => {
					for (const line of res.headers['set-cookie'] ?? [])
						this.keep(line);
					good(new Answer(res, Buffer.concat(parts)));
				});
			});
			// The server has closed a connection that lay idle, just as it was taken up again.
			req.on('error', (e) => (req.reusedSocket && e.code === 'ECONNRESET' ? good(this.request(method, path, { headers, body })) : bad(e)));
			req.setTimeout(60000, () => req.destroy(new Error(`no answer in 60 s: ${method} ${path}`)));
			req.end(body);
		});
	}

	keep(line) {
		const [pair, ...rest] = line.split('; ');
		const at = pair.indexOf('=');
		if (rest.some((r) => r === 'Max-Age=0'))
			this.cookies.delete(pair.slice(0, at));
		else
			this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
	}

	get(path, headers) {
		return this.request('GET', path, { headers });
	}

	/** A form as a browser sends it; `fields` is an object or a list of pairs. */
	post(path, fields = {}, headers = {}) {
		const pairs = Array.isArray(fields) ? fields : Object.entries(fields);
		if (this.token && !pairs.some(([k]) => k === '_csrf'))
			pairs.push(['_csrf', this.token]);
		return this.request('POST', path, {
			headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
			body: new URLSearchParams(pairs).toString(),
		});
	}

	/** The JSON API: "unit.rename" with an object writes, with `read` it asks. */
	call(op, input = {}, headers = {}) {
		return this.request('POST', apiPath(op), {
			headers: { 'content-type': 'application/json', ...(this.token && { 'x-csrf-token': this.token }), ...headers },
			body: typeof input === 'string' ? input : JSON.stringify(input),
		});
	}

	/** The same with a file: `file` is [field, name, text]. */
	upload(op, fields, [field, name, text]) {
		const mark = '----thidua', part = (head, body) => `--${mark}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
		return this.request('POST', apiPath(op), {
			headers: { 'content-type': `multipart/form-data; boundary=${mark}`, ...(this.token && { 'x-csrf-token': this.token }) },
			body: Object.entries(fields).map(([k, v]) => part(`name="${k}"`, v)).join('') +
				part(`name="${field}"; filename="${name}"`, text) + `--${mark}--\r\n`,
		});
	}

	read(op, filters = {}) {
		const query = new URLSearchParams(filters).toString();
		return this.get(apiPath(op) + (query ? `?${query}` : ''));
	}

	async choose(role) {
		const res = await this.post('/session/example', { role });
		if (res.status !== 303)
			throw new Error(`signing in as ${role}: ${res.status} ${res.text.slice(0, 2000)}`);
		await this.renew();
	}

	/** With a password; whoever still has a temporary one chooses `fresh` first, whoever has a second factor gives `code`. */
	async signIn(account, password, { fresh, code } = {}) {
		const must = async (op, input) => {
			const res = await this.post(`/${op.replace('.', '/')}`, input);
			if (res.status !== 303)
				throw new Error(`${op} as ${account}: ${res.status} ${res.text.slice(0, 2000)}`);
			await this.renew();
		};
		this.token = /name="_csrf" value="([^"]+)"/.exec((await this.get('/session/open')).text)?.[1] ?? '';
		await must('session.open', { account, password });
		if (code)
			await must('session.second', { code });
		if (fresh)
			await must('account.password', { old: password, new_password: fresh, new_again: fresh });
	}

	/** Takes the CSRF field from the start page. */
	async renew() {
		this.token = /name="_csrf" value="([^"]+)"/.exec((await this.get('/')).text)?.[1] ?? '';
	}
}

export const apiPath = (op) => `/api/v1/${op.replace('.', '/')}`;

class Answer {
	constructor(res, bytes) {
		Object.assign(this, { status: res.statusCode, headers: res.headers, bytes });
	}

	get text() {
		return this.bytes.toString('utf8');
	}

	get json() {
		return JSON.parse(this.text);
	}
}
