/** A call as lists need it. */
export interface CallRow {
  readonly id: number;
  readonly datetime: Date;
  readonly webhook_id: number;
  readonly delivery_id: number | null;
  readonly notification_id: number;
  readonly action_type: string;
  readonly action: string;
  readonly event: string | null;
  readonly reference: string | null;
  readonly target_url: string;
  readonly round: number;
  readonly attempt: number;
  readonly duration_us: number;
  readonly return_code: number;
  readonly success: boolean;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly next_attempt: Date | null;
}

/** A call with everything that is stored with it. */
export interface CallDetailRow extends CallRow {
  readonly recorded: Date;
  readonly test_payload: string | null;
  readonly request_headers: string;
  readonly response_headers: string;
  readonly response_date_offset: number | null;
  readonly response_body: string | null;
  readonly remote_address: string | null;
  readonly dns_us: number | null;
  readonly connect_us: number | null;
  readonly tls_us: number | null;
  readonly first_byte_us: number | null;
}
