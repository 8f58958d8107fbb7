import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ContentsPanel } from './contents-panel.ts';

@Component({
  imports: [ContentsPanel],
  template: `
    <us-contents-panel />
    <h2 id="events-heading">Events</h2>
    <details>
      <summary><h2 id="settings-heading">Settings</h2></summary>
      <p>All of them</p>
    </details>
  `,
})
class LongPage {}

describe('The contents of the page', () => {
  it('lead the eye and the keyboard to a part of it', () => {
    const { page, press } = show();
    press('Events');
    expect(page.ownerDocument.activeElement?.id).toBe('events-heading');
  });

  it('open a part that is closed', () => {
    const { page, press } = show();
    expect(page.querySelector('details')?.open).toBeFalse();
    press('Settings');
    expect(page.querySelector('details')?.open).toBeTrue();
    expect(page.ownerDocument.activeElement?.id).toBe('settings-heading');
  });

  it('stay where they are for a part that is not there', () => {
    const { page, press } = show();
    press('Events');
    press('Disk cache');
    expect(page.ownerDocument.activeElement?.id).toBe('events-heading');
  });
});

function show() {
  const fixture = TestBed.createComponent(LongPage);
  fixture.detectChanges();
  const page = fixture.nativeElement as HTMLElement;
  const press = (label: string) =>
    [...page.querySelectorAll('button')].find(({ textContent }) => textContent === label)?.click();
  return { page, press };
}
