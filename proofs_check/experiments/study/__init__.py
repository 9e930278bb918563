"""The study of the audit: what it says of training points, against networks trained with Mixup on 23 data sets."""
