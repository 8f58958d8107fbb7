import { ApplicationRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { backupStatus, masterStatus, peerFacts, plainStatus } from '#contract/status.testing';
import { activeAlone, api, at, b, lostA, setup, silent } from './redundancy-page.testing.ts';

describe('Status > Redundancy', () => {
  it('[S1] shows the Master left and the Backup right, whoever is active', async () => {
    const { page, answerA, answerB, time } = await setup();
    expect(await page.headings()).toEqual(['A · Master', 'B · Backup']);
    answerA(() => masterStatus({ activityLevel: 'Warm' }));
    answerB(() => backupStatus({ activityLevel: 'Active' }));
    time.pass(3000);
    expect(await page.headings()).toEqual(['A · Master', 'B · Backup']);
    expect(await (await page.card('B')).flags()).toEqual(['active']);
  });

  it('[S3] says Protected when both nodes say so', async () => {
    const { page } = await setup();
    expect(await page.verdict()).toBe('Protected');
    expect(await page.title()).toBe('A is active, B can take over');
  });

  it('[S3] stays when its own node dies: greys and ages what that one said, and shows the Backup active', async () => {
    const { page, answerA, answerB, time } = await setup();
    answerA(() => silent);
    answerB(() => activeAlone());
    time.pass(2000);
    expect(await page.verdict()).toBe('Running alone');
    time.pass(20_000);
    const a = await page.card('A');
    expect(await a.heard()).toContain('no answer since');
    expect(await a.value('Activity Level')).toBe('Active (as of 21 s ago)');
    expect(await (await page.card('B')).flags()).toEqual(['active']);
    expect(await page.title()).toContain('B runs alone since');
    expect(await page.action()).toEqual({ label: 'Hand back to A …', disabled: true, because: 'A is not connected.' });
  });

  it('[S1] claims nothing more of a node once the other one has lost it: the cards tell what the verdict tells', async () => {
    const { page, answerA, answerB, edge, time } = await setup();
    const cardA = async () => {
      const card = await page.card('A');
      return [await card.heard(), ...(await card.flags()), ...(await card.trouble())].join('; ');
    };
    edge.answer(`GET ${api}/redundancy/peer`, () => silent);
    // What B heard last before it lost A.
    const last = { status: at(masterStatus(), time), measuredAt: time.now() };
    edge.answer(`GET ${b}${api}/redundancy/peer`, () => ({ body: { ...last, ageMs: time.now() - last.measuredAt } }));
    time.pass(200);
    const peer = { ...lostA, lostAt: time.now() };
    answerA(() => silent);
    time.pass(1000);
    answerB(() => backupStatus({ peerConnected: false, projectState: 'Unknown', understudy: { peer } }));
    time.pass(1000);
    expect(await page.title()).toBe('B is taking over');
    expect(await cardA()).toMatch(/^no answer since \d\d:\d\d:\d\d; you are here$/);
    answerB(() => activeAlone(peer));
    time.pass(1000);
    expect(await page.title()).toContain('B runs alone since');
    expect(await cardA()).toMatch(/^no answer since \d\d:\d\d:\d\d; you are here$/);
    expect(await (await page.card('B')).flags()).toEqual(['active']);
  });

  it('[S3] never says Split brain because a node that died had said before that it was active', async () => {
    const { page, answerA, answerB, time } = await setup();
    answerB(() => activeAlone());
    time.pass(400);
    answerA(() => silent);
    for (let round = 0; round < 30; round += 1) {
      time.pass(100);
      expect(await page.verdict()).not.toBe('Split brain');
    }
  });

  it('[S3] says Split brain when both go on saying that they are active', async () => {
    const { page, answerA, answerB, time } = await setup();
    answerA(() => masterStatus({ peerConnected: false }));
    answerB(() => activeAlone());
    time.pass(3000);
    expect(await page.verdict()).toBe('Split brain');
  });

  it('[S3] says that it knows nothing when both fall silent, not the last good word', async () => {
    const { page, answerA, answerB, time } = await setup();
    answerA(() => silent);
    answerB(() => silent);
    time.pass(4000);
    expect(await page.verdict()).toBe('Not known');
    expect(await (await page.card('A')).value('Sync Status')).toBe('Good (as of 3 s ago)');
  });

  it('[S1] takes from A what this browser cannot hear from B, and says so', async () => {
    const { page, answerB, edge, time } = await setup();
    edge.answer(`GET ${api}/redundancy/peer`, () => ({
      body: { status: at(backupStatus(), time), measuredAt: time.now(), ageMs: 300 },
    }));
    answerB(() => silent);
    time.pass(6000);
    const card = await page.card('B');
    expect(await card.heard()).toContain('passed on by A');
    expect(await page.verdict()).toBe('Protected');
  });

  it('[S1] shows a gateway without our part of the status: not reported, and not green', async () => {
    const { page, answerA, answerB, time } = await setup();
    answerA(() => plainStatus(masterStatus()));
    answerB(() => plainStatus(backupStatus()));
    time.pass(2000);
    expect(await page.verdict()).toBe('Not known');
    expect(await (await page.card('A')).value('Version')).toBe('not reported');
    expect(await (await page.card('A')).value('Activity Level')).toBe('Active');
  });

  it('[S1] shows one card for a gateway that has no partner', async () => {
    const { page } = await setup({
      a: () => masterStatus({ role: 'Independent', peerConnected: false, understudy: { peer: null } }),
      single: true,
    });
    expect(await page.headings()).toEqual(['A · Independent']);
    expect(await page.text()).toContain('This gateway has no partner. Make it the Master or the Backup of a pair');
    expect(await page.verdict()).toBe('Not paired');
  });

  it('[S1] keeps a place for a partner that never connected', async () => {
    const peer = peerFacts({ nodeId: null, name: null, connected: false, connectedAt: null, address: null });
    const { page } = await setup({
      a: () => masterStatus({ peerConnected: false, understudy: { peer } }),
      single: true,
    });
    expect(await page.text()).toContain('The other node · Backup');
    expect(await page.text()).toContain('Never connected.');
    expect(await page.verdict()).toBe('Running alone');
  });

  it('draws nothing again while nothing but the time changes', async () => {
    const { time, root } = await setup();
    const drawn: MutationRecord[] = [];
    const observer = new MutationObserver((records) => drawn.push(...records));
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    for (let second = 0; second < 10; second += 1) {
      time.pass(1000);
      await TestBed.inject(ApplicationRef).whenStable();
    }
    expect([...drawn, ...observer.takeRecords()].map(({ target }) => target.textContent)).toEqual([]);
  });
});
