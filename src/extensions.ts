import type { ExtensionModules } from './app.module.js';

/** Modules of one's own, loaded after Doorbell's: this list is the place to add them (docs/extending.md). */
export const extensions: ExtensionModules = [];
