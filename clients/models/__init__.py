from clients.models.brand import Brand, BrandCategory, BrandMember, BrandName, Contact
from clients.models.category import Category
from clients.models.company import Company, Ownership

__all__ = ["Brand", "BrandCategory", "BrandMember", "BrandName", "Category", "Company", "Contact", "Ownership"]
