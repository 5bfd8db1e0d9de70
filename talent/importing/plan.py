"""What an import would do: each talent's and each row's fate, before anything is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from talent.figures import Figures, newer
from talent.importing.earlier import Earlier, digest_of, key_of
from talent.importing.matching import Known, account_of, load, same_person
from talent.importing.rows import Row
from talent.models import SocialAccount, Source, Talent

NEW, UPDATED, UNCHANGED, REFUSED = "new", "updated", "unchanged", "refused"
FATES = (NEW, UPDATED, UNCHANGED, REFUSED)
DATED = {"measured_at", "source", "is_rounded"}


@dataclass(slots=True)
class AccountPlan:
    """An account that is added (`account` is None) or changed."""

    row: Row
    account: SocialAccount | None
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class TalentPlan:
    """A talent that is added (`talent` is None) or changed, by one row or several."""

    talent: Talent | None
    rows: list[Row] = field(default_factory=list)
    accounts: list[AccountPlan] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    new_genres: list[str] = field(default_factory=list)

    @property
    def fate(self) -> str:
        if self.talent is None:
            return NEW
        touched = self.changes or self.new_genres or any(a.account is None or a.changes for a in self.accounts)
        return UPDATED if touched else UNCHANGED

    @property
    def platforms(self) -> set[str]:
        """Platforms on which the file's rows have an account of this talent."""
        return set().union(*(row.platforms for row in self.rows))


@dataclass(slots=True)
class Plan:
    """All rows in the file's order, and the talents that they make up."""

    rows: list[Row]
    talents: list[TalentPlan] = field(default_factory=list)
    of_row: dict[int, TalentPlan] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Talents by fate. A refused row counts as the talent that it would have been."""
        counts = dict.fromkeys(FATES, 0)
        for talent in self.talents:
            counts[talent.fate] += 1
        counts[REFUSED] = sum(bool(row.refusal) for row in self.rows)
        return counts

    def fate_of(self, row: Row) -> str:
        """What becomes of a row: its talent's fate, or refused."""
        return REFUSED if row.refusal else self.of_row[row.number].fate


def make_plan(rows: list[Row], *, as_of: datetime, lock: bool = False, earlier: Earlier | None = None) -> Plan:
    """Decide each row's fate against the roster as it is now. Reads only; sets `refusal` and `remarks` of rows.

    `earlier` is what rows said of the same file that are written already.
    """
    earlier = earlier or Earlier()
    _refuse_repeated(rows, earlier)
    known = load(rows, lock=lock, also=earlier.talents)
    plan = Plan(rows)
    grouping = _Grouping(known, earlier)
    for row in rows:
        if row.refusal:
            continue
        talent = grouping.place(row)
        if talent is None:
            continue
        if not talent.rows:
            plan.talents.append(talent)
        talent.rows.append(row)
        plan.of_row[row.number] = talent
    for talent in plan.talents:
        _decide(talent, known, as_of)
    return plan


def _refuse_repeated(rows: Iterable[Row], before: Earlier) -> None:
    """The same account twice in a file: what says the same is read once, what differs is refused."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        keys = [] if row.refusal else [each.account_key for each in row.accounts if each.account_key]
        earlier = next((there for key in keys if (there := first.get(key))), None)
        written = next((said for each in row.accounts if keys and (said := before.accounts.get(key_of(each)))), None)
        for key in keys:
            first.setdefault(key, row)
        if written:
            number, same = written[0], written[1] == digest_of(row)
        elif earlier is not None:
            number, same = earlier.number, earlier.facts() == row.facts()
        else:
            continue
        if same:
            row.remarks.append(f"It says the same as row {number}.")
        else:
            row.refusal = f"Row {number} has the same account with other particulars."


class _Grouping:
    """Puts each row to a talent: by account, else by e-mail, else by name within the file, else a new one."""

    def __init__(self, known: Known, earlier: Earlier) -> None:
        self.known = known
        self.earlier = earlier
        self.on_roster: dict[int, TalentPlan] = {}
        self.by_account: dict[tuple[str, str], TalentPlan] = {}
        self.by_email: dict[str, TalentPlan] = {}
        self.by_name: dict[str, list[TalentPlan]] = {}

    def place(self, row: Row) -> TalentPlan | None:
        """The row's talent; None (and a refusal) where it cannot be said or they are archived."""
        accounts = [account for each in row.accounts if (account := account_of(self.known, each))]
        for account in accounts:
            if account.archived_at is not None:
                talent = self.known.talents[account.talent_id]
                who = talent.name if talent.archived_at else f"This account of {talent.name}"
                row.refusal = f"{who} is archived."
                return None
        owners = {account.talent_id: self.known.talents[account.talent_id].name for account in accounts}
        if len(owners) > 1:
            row.refusal = f"Its accounts belong to several talents: {', '.join(sorted(owners.values()))}."[:400]
            return None
        found = self._existing(row, accounts[0] if accounts else None)
        if row.refusal:
            return None
        chosen = self._roster(found) if found else self._in_file(row)
        if chosen is None and (written := self._written(row)):
            chosen = self._roster(written)
        if chosen is None:
            chosen = TalentPlan(None)
            if row.name and self.known.by_name.get(row.name.lower()):
                row.remarks.append(f"Somebody called {row.name} is on the roster with other accounts.")
        self._remember(chosen, row)
        return chosen

    def _existing(self, row: Row, account: SocialAccount | None) -> Talent | None:
        if account is not None:
            return self.known.talents[account.talent_id]
        people = self.known.by_email.get(row.email.lower(), []) if row.email else []
        people = [talent for talent in people if same_person(talent.name, self._platforms(talent), row)]
        if len(people) == 1:
            return people[0]
        named = self.known.by_name.get(row.name.lower(), []) if row.name else []
        if len(people) > 1:
            people = [talent for talent in people if talent in named]
            if len(people) == 1:
                return people[0]
            row.refusal = f"More than one talent has the address {row.email}. Add a handle that is on the roster."
        elif not row.handle and not row.email and row.name:
            if len(named) == 1:
                return named[0]
            if len(named) > 1:
                row.refusal = f"More than one talent is called {row.name}. Add a handle or an e-mail."
        return None

    def _platforms(self, talent: Talent) -> set[str]:
        return {account.platform for account in self.known.accounts_of[talent.pk] if account.archived_at is None}

    def _roster(self, talent: Talent) -> TalentPlan:
        return self.on_roster.setdefault(talent.pk, TalentPlan(talent))

    def _in_file(self, row: Row) -> TalentPlan | None:
        """A talent whom an earlier row of the file brought."""
        for each in row.accounts:
            if each.account_key in self.by_account:  # a row that says the same again
                return self.by_account[each.account_key]
        if row.email and (earlier := self.by_email.get(row.email.lower())):
            name = next((r.name for r in earlier.rows if r.name), "")
            if same_person(name, earlier.platforms, row):
                return earlier
        for earlier in self.by_name.get(row.name.lower(), []) if row.name else []:
            emails = {r.email.lower() for r in earlier.rows if r.email}
            fits = not row.email or not emails or row.email.lower() in emails
            if fits and not row.platforms & earlier.platforms:
                row.remarks.append(f"It has the name of row {earlier.rows[0].number} and is taken for the same talent.")
                return earlier
        return None

    def _written(self, row: Row) -> Talent | None:
        """A talent whom a row that is written already brought or named; the rule is that of `_in_file`."""
        for pk, number in self.earlier.people.get(row.name.lower(), {}).items() if row.name else ():
            talent = self.known.talents[pk]
            fits = not row.email or not talent.email or row.email.lower() == talent.email.lower()
            if fits and not row.platforms & self._platforms(talent):
                row.remarks.append(f"It has the name of row {number} and is taken for the same talent.")
                return talent
        return None

    def _remember(self, chosen: TalentPlan, row: Row) -> None:
        for each in row.accounts:
            if each.account_key:
                self.by_account[each.account_key] = chosen
        if row.email:
            self.by_email.setdefault(row.email.lower(), chosen)
        if row.name and chosen not in (named := self.by_name.setdefault(row.name.lower(), [])):
            named.append(chosen)


def _decide(plan: TalentPlan, known: Known, as_of: datetime) -> None:
    talent = plan.talent
    done: set[tuple[str, str]] = set()
    for row in plan.rows:
        _decide_facts(plan, row)
        for each in row.accounts:
            if each.account_key and each.account_key not in done:
                done.add(each.account_key)
                account = account_of(known, each) if talent else None
                plan.accounts.append(AccountPlan(each, account, _account_changes(account, each, as_of, row.remarks)))
    if talent is None:
        plan.changes.setdefault("name", plan.rows[0].shown_name)


def _decide_facts(plan: TalentPlan, row: Row) -> None:
    talent, changes = plan.talent, plan.changes
    for name in ("name", "country", "email", "phone"):
        told = getattr(row, name)
        if told and name not in changes and told != (getattr(talent, name) if talent else ""):
            changes[name] = told
    kept = changes.get("languages", talent.languages if talent else [])
    if added := [tag for tag in row.languages if tag not in kept]:
        changes["languages"] = [*kept, *added]
    kept_notes = changes.get("notes", talent.notes if talent else "")
    if fresh := [note for note in row.notes if note not in kept_notes]:
        changes["notes"] = "\n".join([kept_notes, *fresh] if kept_notes else fresh)
    if not row.genres:
        return
    have = {genre.name.casefold() for genre in talent.genres.all()} if talent else set()
    have |= {genre.key for genre in talent.genres.all()} if talent else set()
    have |= {name.casefold() for name in plan.new_genres}
    plan.new_genres.extend(name for name in row.genres if name.casefold() not in have)


def figures_of(row: Row, as_of: datetime) -> Figures:
    """A row's figures: reported by the file, as of the instant that it is from."""
    return Figures(measured_at=as_of, source=Source.REPORTED, is_rounded=row.is_rounded, **row.figures)


def _account_changes(account: SocialAccount | None, row: Row, as_of: datetime, remarks: list[str]) -> dict[str, Any]:
    fresh = account or SocialAccount(platform=row.platform, handle=row.handle)
    figures = figures_of(row, as_of)
    changes = newer(fresh, figures)
    if account is not None and not set(changes) - DATED:
        changes = {}  # the same values again: a second run changes nothing
    if account and row.figures and account.measured_at and as_of < account.measured_at:
        remarks.append(f"Newer figures are known, of {account.measured_at:%-d %b %Y}; these are left out.")
    for name in ("url", "external_id"):
        told = getattr(row, name)
        if told and not getattr(fresh, name):
            changes[name] = told
    return changes
