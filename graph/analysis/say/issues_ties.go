package say

// IssueNobodyOurs is the text of the data issue that there is nobody of ours.
const IssueNobodyOurs = "no organization is marked as ours, so there is nobody to begin with"
