import { ElementRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { BehaviorSubject, filter, firstValueFrom } from 'rxjs';
import { whileOnScreen } from './on-screen.ts';
import { VISIBLE } from './time.ts';

describe('A panel', () => {
  it('is on screen only while it is scrolled into view', async () => {
    const { area, shown } = setup();
    expect(await firstValueFrom(shown)).toBeFalse();
    area.scrollTop = 10_000;
    expect(await firstValueFrom(shown.pipe(filter((is) => is)))).toBeTrue();
    area.scrollTop = 0;
    expect(await firstValueFrom(shown.pipe(filter((is) => !is)))).toBeFalse();
  });

  it('is on screen only in a tab that is shown', async () => {
    const { area, shown, visible } = setup();
    area.scrollTop = 10_000;
    expect(await firstValueFrom(shown.pipe(filter((is) => is)))).toBeTrue();
    visible.next(false);
    expect(await firstValueFrom(shown)).toBeFalse();
  });
});

/** A panel at the end of a long page that scrolls. */
function setup() {
  const area = document.createElement('div');
  area.style.cssText = 'position: fixed; inset: 0; overflow: auto';
  const panel = document.createElement('p');
  panel.style.marginTop = '5000px';
  panel.textContent = 'Panel';
  area.append(panel);
  document.body.append(area);
  cleanUp.push(area);
  const visible = new BehaviorSubject(true);
  TestBed.configureTestingModule({ providers: [{ provide: VISIBLE, useValue: visible }] });
  const shown = TestBed.runInInjectionContext(() => whileOnScreen(signal(new ElementRef<Element>(panel))));
  return { area, shown, visible };
}

const cleanUp: Element[] = [];
afterEach(() => cleanUp.splice(0).forEach((element) => element.remove()));
