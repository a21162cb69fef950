// The Debian package's Chromium through playwright-core, on a private profile, offline but
// for loopback.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { engines } from './office.mjs';

/**
 * For flows whose operations are played on both engines elsewhere (tests/http/year_test.mjs, tests/unit/dossier_*_test.c), and whose
 * pages answer on both (tests/http/faces_test.mjs): what is new here is the pages, which know nothing of the engine. Both with --long.
 */
export const pageEngines = process.env.THIDUA_LONG ? engines : engines.slice(0, 1);

export const launch = () => chromium.launch({
	executablePath: process.env.THIDUA_CHROMIUM ?? '/usr/bin/chromium',
	// A container has neither user namespaces nor a large /dev/shm. Without these a graphics card is played by the processor,
	// which takes half of a page's time.
	args: ['--disable-gpu', '--disable-gpu-compositing', '--disable-software-rasterizer',
		'--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update',
		'--disable-sync', '--no-first-run', '--disable-extensions'],
});

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** A window of its own, signed in by one click when `role` is given. Errors of scripts end the test. */
export async function open(browser, office, role, options = {}) {
	const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', baseURL: office.url, ...options });
	// In place before each page's own scripts: the browser then keeps it compiled, and putting it in costs 5 instead of 220 ms a page.
	await context.addInitScript(axe);
	const page = await context.newPage();
	page.setDefaultTimeout(15000);
	page.setDefaultNavigationTimeout(60000); // the matrix of rights, two files side by side
	page.faults = [];
	page.engine = office.engine;
	page.on('pageerror', (e) => page.faults.push(String(e)));
	page.on('console', (m) => {
		if (m.type() === 'error' && !/status of 4\d\d/.test(m.text()))
			page.faults.push(m.text());
	});
	if (role) {
		await page.goto('/session/open');
		await page.click(`button[name=role][value=${role}]`);
		await page.waitForURL('/');
	}
	return page;
}

/**
 * What axe finds against WCAG 2.1 A and AA, or by the given rules: one line an element. Templates know nothing of the engine:
 * a page is looked at on SQLite.
 */
export async function violations(page, rules) {
	if (page.engine === 'postgresql')
		return [];
	const found = await page.evaluate(async (rules) => {
		const look = async (selectors) => (await globalThis.axe.run(document, {
			runOnly: rules ?? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'], selectors,
		})).violations;
		// Where an element stands takes a third of the time, and only a fault needs it.
		const violations = (await look(false)).length ? await look(true) : [];
		return violations.map((v) => ({ id: v.id, nodes: v.nodes.map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? n.all[0]?.message ?? '')) }));
	}, rules);
	return found.flatMap((v) => v.nodes.slice(0, 3).map((n) => `${v.id}: ${n}`));
}

/** Addresses of every kind of page that is linked from one place to the next, one of each. */
export async function pages(client, most = 400) {
	const seen = new Map(), next = ['/'];
	while (next.length && seen.size < most) {
		const path = next.shift();
		const shape = path.replace(/\d+/g, 'N').replace(/\?.*/, '');
		if (seen.has(shape) || /\.(csv|xlsx|json)/.test(path))
			continue;
		const res = await client.get(path);
		if (res.status !== 200 || !/text\/html/.test(res.headers['content-type'] ?? ''))
			continue;
		// A paper for a frame is no page of ours, and its policy lets no script look into it.
		if (/sandbox/.test(res.headers['content-security-policy'] ?? ''))
			continue;
		seen.set(shape, path);
		for (const [, href] of res.text.matchAll(/href="(\/(?!a\/)[^"#]*)"/g))
			next.push(href.replaceAll('&amp;', '&'));
	}
	return [...seen.values()];
}
