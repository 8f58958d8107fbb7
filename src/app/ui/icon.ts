import { Component, computed, input } from '@angular/core';

const disc = 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0';
const openLink = 'M10 8H7a4 4 0 0 0 0 8h3 M14 8h3a4 4 0 0 1 0 8h-3';

/** Lines on a field of 24 by 24, drawn with a round pen; only what the console shows. */
const shapes = {
  account: `${disc} M9 10a3 3 0 1 0 6 0a3 3 0 1 0-6 0 M6.2 18.5c1.6-3.2 10-3.2 11.6 0`,
  active: 'M8 5l11 7-11 7z',
  attention: 'M12 4L2.5 20h19z M12 10v4 M12 17v.2',
  bad: `${disc} M12 7v6 M12 16.6v.2`,
  change: 'M20 8H5 M9 4L5 8l4 4 M4 16h15 M15 12l4 4-4 4',
  good: `${disc} M7.5 12.5l3 3 6-6.5`,
  here: 'M12 21s-6.5-7-6.5-11.5a6.5 6.5 0 1 1 13 0C18.5 14 12 21 12 21z M10 9.5a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  info: `${disc} M12 11v6 M12 7.4v.2`,
  key: 'M3 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0 M11 12h10 M17 12v4 M21 12v3',
  linked: `${openLink} M9 12h6`,
  menu: 'M4 6h16 M4 12h16 M4 18h16',
  open: 'M11 5H5v14h14v-6 M14 4h6v6 M20 4l-9 9',
  signOut: 'M12 4H4v16h8 M9 12h11 M16 8l4 4-4 4',
  theme:
    'M8 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0 M12 2v2 M12 20v2 M2 12h2 M20 12h2 M5 5l1.4 1.4 M17.6 17.6L19 19 M19 5l-1.4 1.4 M6.4 17.6L5 19',
  unknown: `${disc} M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8 M12 16.6v.2`,
  unlinked: `${openLink} M4 4l16 16`,
} as const;

export type IconName = keyof typeof shapes;

/** An icon beside a word; the word says it, so a screen reader skips the icon. */
@Component({
  selector: 'us-icon',
  template: `<svg viewBox="0 0 24 24" aria-hidden="true"><path [attr.d]="shape()" /></svg>`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      vertical-align: -0.2em;
    }
    svg {
      width: 1.25em;
      height: 1.25em;
      fill: none;
      stroke: currentColor;
      stroke-width: 2;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly shape = computed(() => shapes[this.name()]);
}
