export { RepeatingWork, type RepeatingWorkOptions } from './repeating-work.js';
