import { Component } from '@angular/core';

@Component({
  selector: 'us-redundancy-page',
  template: `<h1>Redundancy</h1>`,
})
export class RedundancyPage {}
