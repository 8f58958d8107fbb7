import { TestBed } from '@angular/core/testing';
import { reason } from '#contract/verdict-codes';
import type { Verdict } from '#contract/verdict';
import { exampleAt } from '#contract/status.testing';
import { VerdictPanel } from './verdict-panel.ts';
import { verdictView } from './verdict-view.ts';

describe('The verdict banner', () => {
  it('[S3] says the word, what is the matter since when, and what to do next', async () => {
    const alone = reason('lost.refused', 'B', { other: 'A', at: exampleAt - 180_000 });
    const text = await show({ code: 'runningAlone', reasons: [alone] });
    expect(text).toContain('Running alone');
    expect(text).toMatch(/B runs alone since \d\d:11:07 \(3 min\)/);
    expect(text).toContain('A stopped answering: its process is gone (connection refused).');
    expect(text).toContain('Next: Start the gateway on A.');
  });

  it('[S3] leaves the time out where it is not known', async () => {
    const text = await show({ code: 'runningAlone', reasons: [reason('lost', 'B', { other: 'A' })] });
    expect(text).toContain('B runs alone There is no link to A.');
  });

  it('[S3] gives every reason with its own next step', async () => {
    const reasons = [reason('noneActive', 'B', { other: 'A' }), reason('diskFull', 'B', { other: 'A' })];
    const text = await show({ code: 'nobodyActive', reasons });
    expect(text).toContain('Nobody is active');
    expect(text).toContain('Next: Start A, or mend what is named here.');
    expect(text).toContain('Next: Free space on the disk of B.');
  });

  it('[S3] says over a plain link in its title what is not replicated, and what to do', async () => {
    const text = await show({ code: 'protected', reasons: [reason('plainLink', 'A', { other: 'B' })] });
    expect(text).toMatch(/^Protected A is active, B can take over, but users and passwords are not replicated/);
    expect(text).toContain('Next: In the redundancy settings of the Backup switch on Use SSL');
  });

  it('[S3] says once what both nodes say alike', async () => {
    const reasons = ['A', 'B'].map((node, at) => reason('maintenance', node, { at: exampleAt + 3_600_000 + 4 * at }));
    const text = await show({ code: 'maintenance', reasons });
    expect(text.match(/Automatic failover is switched off on purpose/g)?.length).toBe(1);
    expect(text.match(/Next:/g)?.length).toBe(1);
  });

  it('[S3] tells a screen reader when it changes', async () => {
    const { section } = await render({ code: 'protected', reasons: [reason('protected', 'A', { other: 'B' })] });
    expect(section?.getAttribute('aria-live')).toBe('polite');
  });
});

async function show(verdict: Verdict): Promise<string> {
  const { element } = await render(verdict);
  return [...element.querySelectorAll('p, h2')].map((part) => part.textContent.trim()).join(' ');
}

async function render(verdict: Verdict) {
  const fixture = TestBed.createComponent(VerdictPanel);
  fixture.componentRef.setInput('verdict', verdictView(verdict, exampleAt));
  await fixture.whenStable();
  const element = fixture.nativeElement as HTMLElement;
  return { element, section: element.querySelector('section') };
}
