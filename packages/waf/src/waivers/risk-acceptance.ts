/** That somebody has accepted a risk, with all that is kept about it. It does not change the status of a control. */
export interface RiskAcceptance {
  /** Id of a control, or any key. */
  readonly id: string;
  readonly reason: string;
  readonly approver: string;
  readonly owner: string;
  readonly rfc: string;
  readonly jira_link: string;
  readonly other_link: string;
  readonly notes: string;
  readonly risk_level: string;
  readonly residual_risk: string;
  /** ISO date, empty for no end. */
  readonly expires: string;
  readonly accepted_at: string;
  readonly project: string;
}
