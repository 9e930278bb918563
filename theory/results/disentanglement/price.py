"""What a model with independent latents misses at least where factors are correlated: their total correlation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.linear.rational_matrices import Rows, definite, matrix, rational_rows, shown, symmetric_rows
from theory.numbers import equal, equivalent, less_equal, log_rational
from theory.results.disentanglement.correlated_fit import PLACE
from theory.results.disentanglement.papers import TRAUBLE_2021
from theory.results.disentanglement.scores import marginals, mutual_information


@dataclass(frozen=True)
class TwoGaussians:
    """The ``covariance`` Sigma of factors, and ``model``, that of the model's factors, both with ``noise`` added.

    Data are A c + noise with an orthonormal square A, so that coordinates are factors.  Raises ``ValueError`` for
    matrices that are not positive definite, of different sizes, and for negative noise.
    """

    covariance: Rows
    model: Rows
    noise: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        size = len(self.covariance)
        for name in ("covariance", "model"):
            object.__setattr__(self, name, symmetric_rows(getattr(self, name), f"the {name}", size))
        make_exact(self, "noise", rational=True)
        if self.noise < 0 or not (definite(self.covariance) and definite(self.model)):
            raise ValueError("both covariances must be positive definite, and the noise not negative")

    @property
    def data(self) -> sp.Matrix:
        """Sigma + noise I."""
        return matrix(self.covariance) + sp.sympify(self.noise) * sp.eye(len(self.covariance))

    @property
    def fitted(self) -> sp.Matrix:
        """The same of the model."""
        return matrix(self.model) + sp.sympify(self.noise) * sp.eye(len(self.model))

    def divergence(self) -> sp.Expr:
        """KL(N(0, Sigma) || N(0, D)) = (tr D^-1 Sigma - n + ln det D - ln det Sigma)/2, noise included."""
        data, fitted = self.data, self.fitted
        logarithms = log_rational(fitted.det()) - log_rational(data.det())
        return ((fitted.inv() * data).trace() - data.rows + logarithms) / 2

    def total_correlation(self) -> sp.Expr:
        """-ln det corr(Sigma)/2: the divergence from the law with the same variances and no correlation."""
        data = self.data
        return sum((log_rational(data[i, i]) for i in range(data.rows)), -log_rational(data.det())) / 2

    def __str__(self) -> str:
        return f"Sigma = {shown(self.covariance)}, model {shown(self.model)}, noise {self.noise}"


def model_is_diagonal(pair: TwoGaussians) -> Finding:
    """The model's factors are independent."""
    holds = bool(pair.fitted.is_diagonal())
    return Finding(holds, f"the model's covariance is {'' if holds else 'not '}diagonal")


def misses_at_least(pair: TwoGaussians, bound: sp.Expr) -> Finding:
    """The divergence is ``bound`` or more."""
    found = pair.divergence()
    return Finding(less_equal(bound, found), f"the divergence is {found}, the bound {bound}")


def is_total_correlation(pair: TwoGaussians, stated: bool) -> Finding:
    """Whether the divergence is the total correlation, as ``stated``."""
    found, price = pair.divergence(), pair.total_correlation()
    return Finding(equivalent(equal(found, price), stated), f"the divergence is {found}, the total correlation {price}")


def own_variances(pair: TwoGaussians) -> bool:
    """Whether the model has the factors' own variances."""
    return all(pair.covariance[i][i] == pair.model[i][i] for i in range(len(pair.model)))


register(
    Claim(
        id="price-of-disentanglement",
        title="A disentangled model misses correlated factors by their total correlation",
        statement=(
            r"Let $\Sigma$ be positive definite, and $D$ diagonal and positive. Then "
            r"$\mathrm{KL}(N(0,\Sigma) \,\|\, N(0,D)) \ge -\frac12 \ln\det\mathrm{corr}(\Sigma)$, with equality "
            r"exactly if $D$ has the diagonal of $\Sigma$; for two factors it is $-\frac12\ln(1-\rho^2)$. With noise "
            r"of a known variance $\sigma^2$ and an orthonormal $A$ the same is true of $\Sigma + \sigma^2 I$."
        ),
        paper=TRAUBLE_2021,
        place=PLACE,
        reading=Reading.OURS,
        instance=TwoGaussians,
        assumptions=(Assumption("independent in the model", r"$D$ is diagonal", model_is_diagonal),),
        conclusion=Conclusion(
            (
                Part("at least the total correlation", misses_at_least, TwoGaussians.total_correlation),
                Part("attained by the own variances only", is_total_correlation, own_variances),
            )
        ),
        expected=Verdict.PROVED,
        tightness="attained; the entangled model D = Sigma misses nothing",
    )
)


@dataclass(frozen=True)
class TwoTables:
    """The ``law`` of two factors with finitely many values, and a ``model`` of it: positive tables of sum 1.

    Raises ``ValueError`` for others, and for tables of different sizes.
    """

    law: Rows
    model: Rows

    def __post_init__(self) -> None:
        for name in ("law", "model"):
            width = len(self.law[0]) if self.law else 0
            found = rational_rows(getattr(self, name), f"the {name}", len(self.law), width)
            object.__setattr__(self, name, found)
            if min(map(min, found)) <= 0 or sum(map(sum, found)) != 1:
                raise ValueError(f"the {name} must be positive in every cell, with the sum 1")

    def divergence(self) -> sp.Expr:
        """KL(law || model), in nats."""
        rows = zip(self.law, self.model, strict=True)
        cells = [(p, q) for ps, qs in rows for p, q in zip(ps, qs, strict=True)]
        return sp.Add(*(sp.sympify(p) * (log_rational(p) - log_rational(q)) for p, q in cells))

    def __str__(self) -> str:
        return f"law {shown(self.law)}, model {shown(self.model)}"


def model_is_product(tables: TwoTables) -> Finding:
    """The model's factors are independent."""
    rows, columns = marginals(tables.model)
    products = tuple(tuple(a * b for b in columns) for a in rows)
    return Finding(products == tables.model, f"the products of the model's marginals are {shown(products)}")


def information(tables: TwoTables) -> sp.Expr:
    """The mutual information of the two factors, in nats."""
    return mutual_information(tables.law, log_rational)


def table_misses_at_least(tables: TwoTables, bound: sp.Expr) -> Finding:
    """The divergence is ``bound`` or more."""
    found = tables.divergence()
    return Finding(less_equal(bound, found), f"the divergence is {found}, the bound {bound}")


def is_information(tables: TwoTables, stated: bool) -> Finding:
    """Whether the divergence is the mutual information, as ``stated``."""
    found, price = tables.divergence(), information(tables)
    return Finding(equivalent(equal(found, price), stated), f"the divergence is {found}, the information {price}")


def own_marginals(tables: TwoTables) -> bool:
    """Whether the model has the factors' own marginals."""
    return marginals(tables.law) == marginals(tables.model)


register(
    Claim(
        id="price-of-disentanglement-tables",
        title="A product law misses two finite factors by their mutual information",
        statement=(
            r"Let $p$ be a positive law of two factors with finitely many values, and $q = q_1 \otimes q_2$. Then "
            r"$\mathrm{KL}(p \,\|\, q) \ge I(p)$, the mutual information, with equality exactly if $q_1$ and $q_2$ are "
            r"the marginals of $p$."
        ),
        paper=TRAUBLE_2021,
        place=PLACE,
        reading=Reading.OURS,
        instance=TwoTables,
        assumptions=(Assumption("independent in the model", r"$q = q_1 \otimes q_2$", model_is_product),),
        conclusion=Conclusion(
            (
                Part("at least the information", table_misses_at_least, information),
                Part("attained by the own marginals only", is_information, own_marginals),
            )
        ),
        expected=Verdict.PROVED,
        tightness="attained",
    )
)
