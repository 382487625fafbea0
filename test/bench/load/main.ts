import { serve } from '../stage/remote-process.js';
import { rawLoop } from './raw-loop.js';
import { recordingLoad } from './recording-load.js';

const program = { rawLoop, record: recordingLoad };

export type LoadProgram = typeof program;
serve(program);
