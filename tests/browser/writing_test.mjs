// Papers in a browser: what is typed shows beside at once, and without JavaScript by the button; boxes of a blank are
// moved by keys, by mouse, and by numbers alone.
import assert from 'node:assert/strict';
import { run } from '../lib/tap.mjs';
import { engines, inOffice } from '../lib/office.mjs';
import { launch, open } from '../lib/browser.mjs';

const browser = await launch();
const field = (no, name) => `[id="places.${no}.${name}"]`;

for (const engine of engines)
	inOffice(engine, (t) => {
		const make = async (office) => (await (await office.as('standing')).call('writing.new', { kind: 'giay-moi' })).json.id;
		const sheet = (page) => page.frame({ name: 'paper-frame' });

		t('what is typed shows beside, and leaves nothing behind until it is saved', async (office) => {
			const id = await make(office);
			const page = await open(browser, office, 'standing');
			await page.goto(`/writing/edit?id=${id}`);
			await page.locator('label:has-text("Chủ trì")').locator('xpath=..').locator('input[id]').fill('Ông <b>Chủ</b> tọa');
			await page.waitForURL(/writing\/edit/);
			await sheet(page).waitForURL(/preview/);
			await sheet(page).locator('text=Ông <b>Chủ</b> tọa').waitFor();
			assert.doesNotMatch((await (await office.as('standing')).read('writing.view', { id })).text, /tọa/);
			await page.click('button:has-text("Lưu")');
			await page.waitForURL(new RegExp(`/writing/${id}`));
			assert.match((await (await office.as('standing')).read('writing.view', { id })).text, /tọa/);
			assert.deepEqual(page.faults, []);
			await page.context().close();
		});

		t('without JavaScript the button shows it', async (office) => {
			const id = await make(office);
			const page = await open(browser, office, 'standing', { javaScriptEnabled: false });
			await page.goto(`/writing/edit?id=${id}`);
			await page.locator('label:has-text("Chủ trì")').locator('xpath=..').locator('input[id]').fill('Bà Chủ tọa');
			await page.click('button:has-text("Xem thử")');
			await sheet(page).waitForURL(/preview/);
			await sheet(page).locator('text=Bà Chủ tọa').waitFor();
			await page.context().close();
		});

		t('boxes are moved by keys, by mouse, and by numbers alone', async (office) => {
			const page = await open(browser, office, 'standing');
			await page.goto('/layout/edit?blank=giay-khen');
			const box = page.locator('.layout-box').nth(6);
			await box.focus();
			await page.keyboard.press('ArrowLeft');
			await page.keyboard.press('Shift+ArrowLeft');
			assert.equal(await page.inputValue(field(6, 'x')), '29.5');
			assert.equal(await page.inputValue(field(6, 'width')), '236.5');
			const at = await box.locator('rect').boundingBox(), x = at.x + at.width / 2, y = at.y + at.height / 2;
			await page.mouse.move(x, y);
			await page.mouse.down();
			await page.mouse.move(x, y + 30, { steps: 15 });
			await page.mouse.up();
			const moved = await page.inputValue(field(6, 'y'));
			assert.ok(Number(moved) > 100, moved);
			await page.click('button:has-text("Lưu cách đặt")');
			await page.waitForLoadState();
			assert.equal(await page.inputValue(field(6, 'y')), moved);
			assert.deepEqual(page.faults, []);
			await page.context().close();

			const bare = await open(browser, office, 'standing', { javaScriptEnabled: false });
			await bare.goto('/layout/edit?blank=giay-khen');
			await bare.fill(field(6, 'y'), '101,5');
			await bare.click('button:has-text("Lưu cách đặt")');
			await bare.waitForLoadState();
			assert.equal(await bare.inputValue(field(6, 'y')), '101.5');
			await bare.fill(field(6, 'x'), '290');
			await bare.click('button:has-text("Lưu cách đặt")');
			assert.ok(await bare.locator('.errors').count());
			assert.equal(await bare.inputValue(field(6, 'x')), '290');
			await bare.context().close();
		});
	});

await run();
await browser.close();
