// SPDX-License-Identifier: GPL-2.0-only
// Drive the HTML report in headless Chromium; TAP on stdout. Run by tests/html.sh:
// node html.mjs PLAYWRIGHT-CORE CHROMIUM PAGE SCREENSHOT-FOLDER
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [core, chromium, file, shots] = process.argv.slice(2);
const { chromium: driver } = createRequire(import.meta.url)(core);
const browser = await driver.launch({
	executablePath: chromium,
	args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
		'--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
const errors = [], requests = [];
page.on('pageerror', e => errors.push(e.message));
page.on('console', m => m.type() === 'error' && errors.push(m.text()));
page.on('request', r => requests.push(r.url()));
const url = pathToFileURL(file).href;
let n = 0, failed = 0;

function ok(good, name, got) {
	console.log(`${good ? '' : 'not '}ok ${++n} - ${name}`);
	if (!good) {
		failed++;
		console.log(`# got ${JSON.stringify(got)}`);
	}
}

const is = (got, want, name) => ok(JSON.stringify(got) === JSON.stringify(want), name, got);
const shown = () => page.$$eval('.f', l => l.filter(f => !f.hidden).map(f =>
	f.querySelector('.place b').textContent.replace(/.*\//, '')));
const focused = () => page.evaluate(() => document.activeElement.querySelector?.('.place b')?.textContent.replace(/.*\//, ''));
const open = () => page.$$eval('.f', l => l.filter(f => f.open).length);
const everything = ['gaccess.c:7', 'gaccess.c:21', 'x86.c:9', 'x86.c:16', 'x86.c:26', 'x86.c:38'];

async function contrast() {
	// the lowest contrast of any text with what is behind it
	return page.evaluate(() => {
		const rgb = c => (c.match(/[\d.]+/g) || []).map(Number);
		const lum = c => {
			const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
			return .2126 * r + .7152 * g + .0722 * b;
		};
		const behind = e => {
			for (; e; e = e.parentElement) {
				const c = rgb(getComputedStyle(e).backgroundColor);
				if (c.length === 3 || c[3] > 0)
					return c.slice(0, 3);
			}
			return [255, 255, 255];
		};
		let worst = 21;
		for (const e of document.querySelectorAll('body *')) {
			if (![...e.childNodes].some(c => c.nodeType === 3 && c.data.trim()) || !e.getClientRects().length)
				continue;
			const a = lum(rgb(getComputedStyle(e).color).slice(0, 3)), b = lum(behind(e));
			worst = Math.min(worst, (Math.max(a, b) + .05) / (Math.min(a, b) + .05));
		}
		return worst;
	});
}

await page.goto(url);
is(await shown(), everything, 'all findings are shown');
is(await page.textContent('#count'), '6 shown', 'and counted');

await page.keyboard.press('j');
is(await focused(), 'gaccess.c:7', 'j goes to the first');
await page.keyboard.press('j');
await page.keyboard.press('j');
is(await focused(), 'x86.c:9', 'and on');
await page.keyboard.press('Enter');
is(await page.$$eval('.f[open] mark', l => l.map(m => m.textContent)), ['kvm_read_guest(vcpu->kvm, gpa,', 'data, 4)'],
	'Enter opens it, with the call marked');
is(await page.$$eval('.f[open] .diff .add', l => l.map(m => m.textContent.trim())),
	['+\t\t/* ä */ return kvm_vcpu_read_guest(vcpu, gpa,', '+\t\t\t\t\t\t   data, 4);'], 'and the change as a diff');
await page.keyboard.press('Enter');
is(await open(), 0, 'Enter closes it');
await page.keyboard.press('k');
is(await focused(), 'gaccess.c:21', 'k goes back');

await page.keyboard.press('/');
await page.keyboard.type('x86 memslot');
is(await shown(), ['x86.c:16', 'x86.c:38'], '/ searches for words');
is(await page.textContent('#count'), '2 of 6 shown', 'and says how many are left');
await page.keyboard.press('Enter');
is(await focused(), 'x86.c:16', 'Enter goes to the first that is left');
await page.keyboard.press('j');
await page.keyboard.press('j');
is(await focused(), 'x86.c:38', 'j stays among those');
await page.keyboard.press('/');
await page.keyboard.press('Escape');
is((await shown()).length, 6, 'Escape ends the search');

await page.selectOption('#severity', 'error');
is(await shown(), ['x86.c:9', 'x86.c:26', 'x86.c:38'], 'filter by severity');
await page.selectOption('#context', 'alias');
is(await shown(), ['x86.c:26'], 'and by context');
await page.click('button[type=reset]');
await page.waitForFunction(() => document.getElementById('count').textContent === '6 shown').catch(() => {});
is(await shown(), everything, 'reset');
await page.selectOption('#sort', 'severity');
is(await shown(), ['x86.c:9', 'x86.c:26', 'x86.c:38', 'gaccess.c:7', 'gaccess.c:21', 'x86.c:16'], 'sort by severity');
await page.selectOption('#sort', 'file');
is(await shown(), everything, 'and back');
await page.click('td button[data-arch=s390][data-context=callers]');
is(await shown(), ['gaccess.c:7'], 'a number of the summary filters');
await page.click('td button[data-arch=""][data-context=""]');
is(await shown(), everything, 'the sum shows all');

await page.keyboard.press('e');
is(await open(), 6, 'e opens all');
is(await page.$$eval('.why li .place', l => l.map(p => p.textContent)),
	['arch/s390/kvm/gaccess.c:14', 'arch/x86/kvm/x86.c:25', 'arch/x86/kvm/x86.c:31', 'arch/x86/kvm/x86.c:23'],
	'the steps from the vCPU to the call');
for (const scheme of ['light', 'dark']) {
	await page.emulateMedia({ colorScheme: scheme });
	const c = await contrast();
	ok(c >= 4.5, `${scheme}: contrast of all text is at least 4.5`, c);
	if (shots)
		await page.screenshot({ path: `${shots}/report-${scheme}.png` });
}
is(await page.evaluate(() => [...document.querySelectorAll('input, select')].filter(e => !e.labels.length).length), 0,
	'every field has a label');
await page.setViewportSize({ width: 400, height: 800 });
ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'a narrow window does not scroll sideways');
const id = await page.$eval('.f:last-child', f => f.id);
await page.goto('about:blank');
await page.goto(`${url}#${id}`);
is(await page.$$eval('.f[open]', l => l.map(f => f.id)), [id], 'a link to a finding opens it');
is(errors, [], 'no error on the console');
is(requests.filter(r => !r.startsWith(url) && r !== 'about:blank'), [], 'nothing else is loaded');
await browser.close();
console.log(`1..${n}`);
process.exitCode = failed ? 1 : 0;
