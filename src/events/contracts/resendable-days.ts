/** For so many days after it was recorded a notification can be sent again. It is kept accordingly. */
export const resendableDays = 30;
