/** Jobs of each lane that a process handles at once. They end quickly; what bounds calls is CallLimits. */
export const jobsAtOnce = 8;
