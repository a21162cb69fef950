// Every kind of page in a browser: axe finds nothing in light at 1280 pixels and in dark at 360,
// nothing runs over the edge, no script fails.
import assert from 'node:assert/strict';
import { test, run } from '../lib/tap.mjs';
import { inOffice, roles } from '../lib/office.mjs';
import { launch, open, pages, violations } from '../lib/browser.mjs';

const browser = await launch();
inOffice('sqlite', (t) => {
	// Each kind of page once, by the first role that reaches it.
	const whose = new Map();
	t('pages are found', async (office) => {
		const known = new Set();
		for (const role of [null, ...roles])
			for (const path of await pages(role ? await office.as(role) : office.nobody())) {
				const shape = path.replace(/\d+/g, 'N').replace(/\?.*/, '');
				if (!known.has(shape))
					whose.set(role, [...(whose.get(role) ?? []), path]);
				known.add(shape);
			}
		assert.ok(known.size > 30, `${known.size} kinds of page`);
	});

	for (const role of [null, ...roles])
		t(`pages first seen by ${role ?? 'nobody'}, in light and in dark at 360 pixels`, async (office) => {
			const page = await open(browser, office, role);
			const wrong = [];
			for (const path of whose.get(role) ?? ['/']) {
				await page.setViewportSize({ width: 1280, height: 900 });
				await page.emulateMedia({ colorScheme: 'light' });
				await page.goto(path);
				wrong.push(...(await violations(page)).map((v) => `${path}: ${v}`));
				await page.emulateMedia({ colorScheme: 'dark' });
				await page.setViewportSize({ width: 360, height: 740 });
				wrong.push(...(await violations(page)).map((v) => `${path} in dark at 360: ${v}`));
				const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
				if (over > 1)
					wrong.push(`${path}: ${over} pixels over the edge at 360`);
			}
			wrong.push(...page.faults);
			await page.context().close();
			assert.deepEqual(wrong.slice(0, 20), []);
		});
});

await run();
await browser.close();
