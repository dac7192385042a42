"""Reports that agencies owe, who answers for them, and what reminds them: services that know no messenger."""
