// A plan in the browser, without JavaScript: the badly recognised twin is read, the source stands beside
// what was understood, a finding is corrected, a person confirms; and the command line says the same.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test, run } from '../lib/tap.mjs';
import { engines, inOffice, thidua } from '../lib/office.mjs';
import { launch, open, violations } from '../lib/browser.mjs';

const browser = await launch();
const plain = { javaScriptEnabled: false };
const twin = (name) => fileURLToPath(new URL(`../golden/plan/${name}`, import.meta.url));

async function read(page, file) {
	await page.goto('/plan/read');
	await page.setInputFiles('input[type=file]', file);
	await page.click('main button.primary');
}

test('the command line reads a plan without a server', () => {
	const said = JSON.parse(thidua(['plan', 'read', twin('office-ocr.txt'), '--json']).out);
	const golden = JSON.parse(readFileSync(twin('office-ocr.json'), 'utf8').replaceAll('\n', ''));
	assert.deepEqual(said, golden);
	assert.equal(said.sign.notation, 'KH-VP');
	assert.equal(said.sign.number, null);
	const refused = thidua(['plan', 'read', twin('office.json'), '--json'], [2]);
	assert.match(refused.out, /"code":"invalid"/);
});

for (const engine of engines)
	inOffice(engine, (t) => {
		t('a plan is read, corrected beside its source and confirmed', async (office) => {
			const page = await open(browser, office, 'standing', plain);
			await read(page, twin('department-ocr.txt'));
			assert.match(page.url(), /\/plan\/\d+$/);
			assert.match(await page.locator('main').innerText(), /mất dấu tiếng Việt/);
			const said = await page.locator('.plan-items').nth(1).innerText();
			assert.match(said, /152\/2025\/NĐ-CP/);
			assert.match(said, /Đã sửa theo danh mục/);
			/* A finding leads to its line, which the page then shows. */
			const at = page.locator('.plan-items .plan-at').first();
			const line = (await at.getAttribute('href')).slice(1);
			await at.click();
			assert.equal(await page.locator('li:target').getAttribute('id'), line);
			await page.locator('.plan-items .plan-tools a').first().click();
			assert.equal(await page.locator('[name=all_units]').isChecked(), false);
			await page.fill('[name=text]', 'Chuẩn hóa danh mục dùng chung');
			await page.click('main button.primary');
			assert.match(await page.locator('.plan-items').first().innerText(), /Chuẩn hóa danh mục dùng chung/);
			await page.locator('a.btn.primary').click();
			await page.click('main button.primary');
			assert.match(await page.locator('main').innerText(), /SỞ Y TẾ, không phải cơ quan này/); /* wants a reason */
			await page.fill('[name=other]', 'Cơ quan hưởng ứng phong trào của Sở');
			await page.click('main button.primary');
			assert.match(await page.locator('main').innerText(), /Đã xác nhận/);
			assert.equal(await page.locator('.plan-tools').count(), 0);
			await page.context().close();
		});

		t('the same file again is refused with the way to the first', async (office) => {
			const page = await open(browser, office, 'standing', plain);
			await read(page, twin('commune.txt'));
			const first = new URL(page.url()).pathname;
			await read(page, twin('commune.txt'));
			await page.click(`main a[href="${first}"]`);
			assert.equal(new URL(page.url()).pathname, first);
			await read(page, { name: 'thu.txt', mimeType: 'text/plain', buffer: Buffer.from('Một lá thư gửi bạn, không phải kế hoạch nào cả.') });
			assert.match(await page.locator('main').innerText(), /KẾ HOẠCH/);
			await page.context().close();
		});

		t('the page fits a phone and axe finds nothing', async (office) => {
			const page = await open(browser, office, 'standing', { viewport: { width: 360, height: 800 } });
			await read(page, twin('office-ocr.txt'));
			await page.waitForURL(/\/plan\/\d+/);
			assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1), false);
			assert.deepEqual(await violations(page), []);
			assert.deepEqual(page.faults, []);
			await page.context().close();
		});
	});

await run();
await browser.close();
