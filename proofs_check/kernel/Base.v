(** What all files start from: the definitions that a reader of Claims.v has to believe, and their first lemmas. *)

From Mixup Require Export Sums Vectors Law Ball Masses.
